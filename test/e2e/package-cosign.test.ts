import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { installed, offerCollector, phaseOf, phases } from "../support/offered-package.ts";
import { collectorVersion, newerCollector, packageTaker, runsVersion } from "../support/package-taker.ts";
import { statusOf } from "../support/run-command.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { release, signingTime, type SignOptions, Sigstore } from "../support/sigstore/sigstore.ts";

const day = 86_400_000;
const sigstore = new Sigstore();

/** A supervisor that trusts one workflow of one repository, by an instance of Sigstore of the operator's own. */
async function trusting(instance: Sigstore, more: object = {}) {
  const root = join(scratchDirectory(), "trusted_root.json");
  writeFileSync(root, JSON.stringify(instance.root()));
  const subject = String.raw`https://git\.example\.com/acme/collector/\.github/workflows/release\.yml@refs/tags/v.*`;
  const cosign = {
    identities: [{ issuer: release.issuer, subject_regex: subject }],
    github_workflow_repository: release.repository,
    trusted_root: root,
    ...more,
  };
  return await packageTaker({ agent: { package: { verifier: { type: "cosign", cosign } } } });
}

const bundle = (content: Uint8Array, options?: SignOptions, by = sigstore) =>
  Buffer.from(JSON.stringify(by.sign(content, options)));

test("a Collector that the trusted identity has signed is installed, by who has signed it", async () => {
  const { server, supervisor } = await trusting(sigstore);
  await offerCollector(server, { ...newerCollector, signature: bundle(newerCollector.content) });
  const status = await installed(server, newerCollector.version);
  expect([phaseOf(status), status.errorMessage]).toEqual(["Installed", ""]);
  expect(phases(server)).toEqual(["InstallPending", "Downloading", "Installing", "Installed"]);
  const { by } = await supervisor.line("The package is trusted");
  expect(by).toBe(`${release.subject} (${release.issuer})`);
  await runsVersion(server, "0.150.0");
}, 60_000);

test("one that it has not signed is refused by name, whatever is wrong, and the Collector that runs is left alone", async () => {
  const { server, world } = await trusting(sigstore);
  const before = (await statusOf(world)).collector;
  const signed = (options: SignOptions) => (content: Uint8Array) => bundle(content, options);
  const over = [signingTime - 2 * day, signingTime - day] as const;
  const attempts: [what: string, signature: ((content: Uint8Array) => Uint8Array) | undefined, reason: string][] = [
    ["nobody", undefined, "NO_SIGNATURE: "],
    [
      "another branch",
      signed({ identity: { ...release, subject: `${release.subject.split("@")[0]}@refs/heads/x` } }),
      "SIGNER_UNTRUSTED: ",
    ],
    [
      "a longer name",
      signed({ identity: { ...release, subject: `https://evil.test/?${release.subject}` } }),
      "SIGNER_UNTRUSTED: ",
    ],
    ["another issuer", signed({ identity: { ...release, issuer: "https://evil.test" } }), "SIGNER_UNTRUSTED: "],
    ["another repository", signed({ identity: { ...release, repository: "eve/collector" } }), "SIGNER_UNTRUSTED: "],
    ["a certificate that was over", signed({ validity: over }), "CERTIFICATE: "],
    ["another instance", (content) => bundle(content, {}, new Sigstore()), "CERTIFICATE: "],
    ["the right one, of something else", () => bundle(Buffer.from("something else")), "SIGNATURE_INVALID: "],
    ["no bundle", () => Buffer.from("{}"), "SIGNATURE_MALFORMED: "],
  ];
  for (const [index, [what, signature, reason]] of attempts.entries()) {
    const [version, content] = [`v0.151.${index}`, Buffer.from(what)];
    await offerCollector(server, { version, content, ...(signature && { signature: signature(content) }) });
    const status = await installed(server, version);
    expect([what, phaseOf(status)]).toEqual([what, "InstallFailed"]);
    expect(`${what}: ${status.errorMessage}`).toStartWith(`${what}: ${reason.replace(": ", ": verifying: ")}`);
  }
  const { pid, starts } = (await statusOf(world)).collector;
  expect({ pid, starts }).toEqual({ pid: before.pid ?? 0, starts: before.starts });
  expect(await collectorVersion(server)).toBe("0.149.0");
}, 60_000);

test("one whose signer was certified by an authority that was over is refused", async () => {
  const old = new Sigstore({ authorities: [signingTime - 900 * day, signingTime - day] });
  const { server } = await trusting(old);
  await offerCollector(server, { ...newerCollector, signature: bundle(newerCollector.content, {}, old) });
  const status = await installed(server, newerCollector.version);
  expect(phaseOf(status)).toBe("InstallFailed");
  expect(status.errorMessage).toStartWith("CERTIFICATE: verifying: ");
  expect(await collectorVersion(server)).toBe("0.149.0");
}, 60_000);

test("one that was signed before the operator's date is refused, and one that was signed since is installed", async () => {
  const { server } = await trusting(sigstore, { signed_after: new Date(signingTime + day).toISOString() });
  await offerCollector(server, { ...newerCollector, signature: bundle(newerCollector.content) });
  expect((await installed(server, newerCollector.version)).errorMessage).toStartWith("SIGNED_TOO_EARLY: verifying: ");
  const at = signingTime + 2 * day;
  const later = bundle(newerCollector.content, { at, validity: [at - 60_000, at + 60_000] });
  await offerCollector(server, { ...newerCollector, signature: later });
  await runsVersion(server, "0.150.0");
}, 60_000);
