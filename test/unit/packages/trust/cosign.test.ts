import { describe, expect, test } from "bun:test";

import { sha256 } from "../../../support/sigstore/issue.ts";
import { content, judging, messageOf, proofOf, trustedForms, trusting } from "../../../support/sigstore/judged.ts";
import { release, signingTime, type SignOptions, Sigstore } from "../../../support/sigstore/sigstore.ts";
import { TimestampAuthority } from "../../../support/sigstore/timestamp-authority.ts";

const judge = judging();
const sigstore = new Sigstore();
const signed = (options?: SignOptions) => JSON.stringify(sigstore.sign(content, options));
const trusted = {
  kind: "trusted",
  by: `${release.subject} (${release.issuer})`,
  signedAt: new Date(signingTime),
} as const;

const statement = (digest: Uint8Array, predicateType = "https://slsa.dev/provenance/v1") => ({
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name: "otelcol", digest: { sha256: Buffer.from(digest).toString("hex") } }],
  predicateType,
  predicate: {},
});

describe("a signature of the release workflow is trusted", () => {
  test.each<[what: string, options: SignOptions]>([
    ...trustedForms(sigstore),
    ["as the provenance of this content", { statement: statement(sha256(content)) }],
    [
      "as the provenance of this content in its older form",
      {
        statement: {
          ...statement(sha256(content), "https://slsa.dev/provenance/v0.2"),
          _type: "https://in-toto.io/Statement/v0.1",
        },
      },
    ],
  ])("%s", async (_, options) => {
    expect(await judge(signed(options), trusting(sigstore.root()))).toEqual(trusted);
  });
});

describe("what stands beside the needed changes nothing", () => {
  const witness = `\u2014 witness.test ${Buffer.alloc(68, 1).toString("base64")}\n`;
  const head = (change: (own: string) => string) => {
    const bundle = structuredClone(sigstore.sign(content));
    const { checkpoint } = proofOf(bundle);
    const [note = "", own = ""] = checkpoint.envelope.split(/\n(?=\u2014)/);
    checkpoint.envelope = `${note}\n${change(own)}`;
    return JSON.stringify(bundle);
  };

  test.each([
    ["a head that another one has signed too", head((own) => own + witness)],
    ["a head that others have signed before", head((own) => witness + witness + own)],
    ["a head that the log has signed twice", head((own) => own + own)],
    ["a stamp that brings its certificate along", signed({ log: 2, embeds: true })],
  ])("%s", async (_, bundle) => {
    expect(await judge(bundle, trusting(sigstore.root()))).toEqual(trusted);
  });

  test("a promise of the certificate log that says more", async () => {
    const other = new Sigstore();
    other.certificateLog.extensions = Buffer.from("more");
    expect(await judge(JSON.stringify(other.sign(content)), trusting(other.root()))).toEqual(trusted);
  });
});

describe("any identity is enough, and each of its parts must match as a whole", () => {
  const issuer = { text: release.issuer };
  const subject = { text: release.subject };
  test.each([
    [
      "the second of two",
      [
        { issuer, subject: { text: "somebody" } },
        { issuer, subject },
      ],
      true,
    ],
    [
      "patterns for both",
      [{ issuer: { pattern: "https://token\\..*" }, subject: { pattern: ".*/acme/collector/.*" } }],
      true,
    ],
    [
      "a pattern that is anchored, as for the Go supervisor",
      [{ issuer, subject: { pattern: "^https://git\\.example\\.com/.*$" } }],
      true,
    ],
    [
      "Go's flag for capital letters",
      [{ issuer, subject: { pattern: "(?i)HTTPS://GIT\\.EXAMPLE\\.COM/ACME/.*" } }],
      true,
    ],
    ["a pattern for a part of the subject", [{ issuer, subject: { pattern: "acme/collector" } }], false],
    ["alternatives of which one is a beginning", [{ issuer, subject: { pattern: "https://git|nobody" } }], false],
    [
      "the issuer of one and the subject of another",
      [
        { issuer, subject: { text: "a" } },
        { issuer: { text: "b" }, subject },
      ],
      false,
    ],
    ["another issuer", [{ issuer: { text: "https://other.example.com" }, subject }], false],
    ["a subject that only begins alike", [{ issuer, subject: { text: release.subject.slice(0, -1) } }], false],
  ])("%s", async (_, identities, isTrusted) => {
    const verdict = await judge(signed(), trusting(sigstore.root(), { identities }));
    const message = `signed by "${release.subject}" of "${release.issuer}", which no identity of agent::package::verifier::cosign matches`;
    expect(verdict).toEqual(isTrusted ? trusted : { kind: "refused", code: "SIGNER_UNTRUSTED", message });
  });
});

test("a mail address is a subject too", async () => {
  const identity = { issuer: "https://accounts.example.com", subject: "release@example.com" };
  const identities = [{ issuer: { text: identity.issuer }, subject: { text: identity.subject } }];
  const verdict = await judge(signed({ identity }), trusting(sigstore.root(), { identities }));
  expect(verdict).toMatchObject({ kind: "trusted", by: "release@example.com (https://accounts.example.com)" });
});

describe("the repository whose workflow has signed", () => {
  const material = (repository: string) => trusting(sigstore.root(), { repository });

  test("is let in where it is the one that is wanted", async () => {
    expect(await judge(signed(), material("acme/collector"))).toEqual(trusted);
  });

  test("is refused where it is another one, of the same identity", async () => {
    const verdict = await judge(signed(), material("acme/collector-fork"));
    expect(verdict).toMatchObject({ kind: "refused", code: "SIGNER_UNTRUSTED" });
    expect(verdict).toHaveProperty(
      "message",
      expect.stringContaining('a workflow of "acme/collector", not of "acme/collector-fork"'),
    );
  });

  test("is refused where the certificate names none", async () => {
    const { repository: _, ...identity } = release;
    expect(await judge(signed({ identity }), material("acme/collector"))).toMatchObject({ code: "SIGNER_UNTRUSTED" });
  });
});

describe("signed_after", () => {
  test("refuses what was signed before, and takes what was signed then", async () => {
    const after = (signedAfter: number) => judge(signed(), trusting(sigstore.root(), { signedAfter }));
    expect(await after(signingTime)).toEqual(trusted);
    expect(await after(signingTime + 1000)).toEqual({
      kind: "refused",
      code: "SIGNED_TOO_EARLY",
      message: "signed at 2026-01-15T12:00:00.000Z, before signed_after, 2026-01-15T12:00:01.000Z",
    });
  });

  test("counts from the earliest time: a later stamp on an old signature makes it no newer", async () => {
    const bundle = sigstore.sign(content, { timestamps: sigstore.timestamps });
    const later = sigstore.timestamps.stamp(Buffer.from(messageOf(bundle).signature, "base64"), signingTime + 120_000);
    bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps = [{ signedTimestamp: later }];
    const verdict = await judge(
      JSON.stringify(bundle),
      trusting(sigstore.root(), { signedAfter: signingTime + 60_000 }),
    );
    expect(verdict).toMatchObject({ kind: "refused", code: "SIGNED_TOO_EARLY" });
  });
});

test("a certificate of the timestamp authority that is over by now was valid then", async () => {
  const instance = new Sigstore();
  const clock = new TimestampAuthority("short clock", [signingTime - 1000, signingTime + 1000]);
  const root = instance.root();
  const rawBytes = (bytes: Uint8Array) => ({ rawBytes: Buffer.from(bytes).toString("base64") });
  for (const authority of root.timestampAuthorities) {
    authority.certChain.certificates = [rawBytes(clock.certificate), rawBytes(clock.root)];
  }
  const bundle = instance.sign(content, { log: 2, timestamps: clock });
  expect(await judge(JSON.stringify(bundle), trusting(root))).toEqual(trusted);
});

test("the ends of a validity in the trusted root belong to it", async () => {
  const root = sigstore.root();
  for (const { publicKey } of root.tlogs) publicKey.validFor.end = new Date(signingTime).toISOString();
  for (const { validFor } of root.timestampAuthorities) validFor.end = new Date(signingTime).toISOString();
  expect(await judge(signed({ timestamps: sigstore.timestamps }), trusting(root))).toEqual(trusted);
});
