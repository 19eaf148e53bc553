import { describe, expect, test } from "bun:test";

import { checkSection } from "../../../src/config/check.ts";
import { verifierSettings } from "../../../src/config/package-verifier-settings.ts";
import { problemText } from "../../../src/config/problem.ts";
import { readTree } from "../../../src/config/read-tree.ts";
import { packageVerifierSection } from "../../../src/config/schema/package-verifier.ts";
import { formatPath } from "../../../src/config/tree.ts";

const path = ["agent", "package", "verifier"];
const pem = "-----BEGIN PUBLIC KEY-----";

/** `verifier` is YAML in one line. */
function check(verifier: string) {
  const { root } = readTree({ text: `agent: { package: { verifier: { ${verifier} } } }\n` });
  if (root === undefined) throw new Error("nothing was read");
  return checkSection({ root, path, schema: packageVerifierSection() });
}

function settingsOf(verifier: string) {
  const checked = check(verifier);
  if (checked.ok) return verifierSettings(checked.value);
  throw new Error(checked.faults.map(({ message }) => message).join("\n"));
}

function problemsOf(verifier: string): string[] {
  const checked = check(verifier);
  if (checked.ok) return [];
  const file = "f";
  return checked.faults.map((fault) =>
    problemText({ file, ...fault.place, key: formatPath(fault.path), message: fault.message })
      .replace(/^f:\d+:\d+: /, "")
      .replace("agent::package::verifier", "verifier"),
  );
}

describe("a verifier", () => {
  test("is unset where nothing is said of it", () => {
    expect(settingsOf("")).toBeUndefined();
    expect(settingsOf('type: ""')).toBeUndefined();
  });

  test("is none by the word alone", () => {
    expect(settingsOf("type: none")).toEqual({ type: "none" });
  });

  test("takes identities, each part as text or as a pattern", () => {
    const identities =
      "[{issuer: https://a, subject_regex: https://b/.*}, {issuer_regex: (?i)https://c.*, subject: d@e}]";
    expect(settingsOf(`type: cosign, cosign: { identities: ${identities} }`)).toEqual({
      type: "cosign",
      identities: [
        { issuer: { text: "https://a" }, subject: { pattern: "https://b/.*" } },
        { issuer: { pattern: "(?i)https://c.*" }, subject: { text: "d@e" } },
      ],
    });
  });

  test.each([
    ["2026-01-31", Date.UTC(2026, 0, 31)],
    ["2026-01-31T12:00:00Z", Date.UTC(2026, 0, 31, 12)],
    ['"2026-01-31T12:00:00+02:00"', Date.UTC(2026, 0, 31, 10)],
  ])("takes a repository, a trusted root, and the time %s", (time, signedAfter) => {
    const rest = `github_workflow_repository: acme/collector, trusted_root: /root.json, signed_after: ${time}`;
    expect(settingsOf(`type: cosign, cosign: { identities: [{issuer: a, subject: b}], ${rest} }`)).toMatchObject({
      githubWorkflowRepository: "acme/collector",
      trustedRoot: "/root.json",
      signedAfter,
    });
  });

  test("takes keys from files and as text, of which one must sign unless more are asked for", () => {
    const keys = `public_keys: [{file: /a.pub}, {pem: "${pem}"}]`;
    const publicKeys = [{ file: "/a.pub" }, { pem }];
    expect(settingsOf(`type: key, key: { ${keys} }`)).toEqual({ type: "key", publicKeys, threshold: 1 });
    expect(settingsOf(`type: key, key: { ${keys}, threshold: 2 }`)).toMatchObject({ threshold: 2 });
  });
});

describe("what cannot be meant is refused", () => {
  const cosign = (identity: string) => `type: cosign, cosign: { identities: [{ ${identity} }] }`;
  const key = (one: string) => `type: key, key: { public_keys: [${one}] }`;
  const dated = (time: string) =>
    `type: cosign, cosign: { identities: [{issuer: a, subject: b}], signed_after: ${time} }`;
  const date = "must be a date such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z";
  test.each([
    ["type: pgp", 'verifier::type must be one of cosign, key, none; was "pgp"'],
    ["type: cosign", "verifier::cosign: type cosign needs the section cosign"],
    ["type: key", "verifier::key: type key needs the section key"],
    ["key: { public_keys: [{file: /a}] }", "verifier::key: needs type: key"],
    ["type: none, key: { public_keys: [{file: /a}] }", "verifier::key: has no place beside type none"],
    [
      "type: key, key: { public_keys: [{file: /a}] }, cosign: { identities: [{issuer: a, subject: b}] }",
      "verifier::cosign: has no place beside type key",
    ],
    ["type: cosign, cosign: {}", "verifier::cosign::identities must be specified"],
    ["type: cosign, cosign: { identities: [] }", "verifier::cosign::identities must have at least one identity"],
    [cosign("subject: b"), "verifier::cosign::identities[0]::issuer: provide one of issuer and issuer_regex"],
    [cosign("issuer: a"), "verifier::cosign::identities[0]::subject: provide one of subject and subject_regex"],
    [
      cosign("issuer: a, issuer_regex: a, subject: b"),
      "verifier::cosign::identities[0]::issuer_regex: provide either issuer or issuer_regex, but not both",
    ],
    [
      cosign("issuer: a, subject: b, subject_regex: b"),
      "verifier::cosign::identities[0]::subject_regex: provide either subject or subject_regex, but not both",
    ],
    [
      cosign('issuer: "", subject: b'),
      'verifier::cosign::identities[0]::issuer must be the address of an issuer; was ""',
    ],
    [
      cosign('issuer_regex: "", subject: b'),
      'verifier::cosign::identities[0]::issuer_regex must be a pattern, which matches nothing where it is empty; was ""',
    ],
    [
      "type: cosign, cosign: { identities: [{issuer: a, subject: b}], github_workflow_repository: https://github.com/a/b }",
      'verifier::cosign::github_workflow_repository must be the owner and the name of a repository, owner/name; was "https://github.com/a/b"',
    ],
    [dated("yesterday"), `verifier::cosign::signed_after ${date}; was "yesterday"`],
    [dated("2026-02-30"), `verifier::cosign::signed_after ${date}; was "2026-02-30"`],
    [dated('"2026-01-31T12:00:00"'), `verifier::cosign::signed_after ${date}; was "2026-01-31T12:00:00"`],
    ["type: key, key: { public_keys: [] }", "verifier::key::public_keys must have at least one key"],
    [key("{}"), "verifier::key::public_keys[0]::file: provide one of file and pem"],
    [key(`{file: /a, pem: "${pem}"}`), "verifier::key::public_keys[0]::pem: provide either file or pem, but not both"],
    [key("/a"), 'verifier::key::public_keys[0] must be a mapping with file or pem; was "/a"'],
    [key(Array<string>(17).fill("{file: /a}").join(", ")), "verifier::key::public_keys must have at most 16 keys"],
    [
      "type: key, key: { public_keys: [{file: /a}], threshold: 0 }",
      "verifier::key::threshold must be between 1 and 16; was 0",
    ],
    [
      "type: key, key: { public_keys: [{pem: x}], thresholds: 2 }",
      "verifier::key::thresholds: unknown key; did you mean `threshold`?",
    ],
  ])("%s", (verifier, problem) => {
    expect(problemsOf(verifier)).toEqual([problem]);
  });

  test.each(["(", "a)|(b", "\\Q.\\E", "(?U)a"])(
    "the pattern %p, which JavaScript reads in another way or not at all",
    (text) => {
      const [problem = "", ...others] = problemsOf(cosign(`issuer_regex: '${text}', subject: b`));
      expect(problem).toStartWith("verifier::cosign::identities[0]::issuer_regex must be a regular expression: ");
      expect(others).toEqual([]);
    },
  );
});
