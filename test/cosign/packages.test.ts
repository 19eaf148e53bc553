import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { checkSection } from "../../src/config/check.ts";
import { verifierSettings } from "../../src/config/package-verifier-settings.ts";
import { readTree } from "../../src/config/read-tree.ts";
import { packageVerifierSection } from "../../src/config/schema/package-verifier.ts";
import { readVerifierMaterial, type VerifierMaterial } from "../../src/packages/trust/verifier-material.ts";
import { createFiles } from "../../src/runtime/shared/files.ts";
import { CosignPlace, helpOf } from "../support/cosign.ts";
import { blockOf, blocksOf } from "../support/doc-blocks.ts";
import { projectRoot } from "../support/project.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { content, judging } from "../support/sigstore/judged.ts";
import { Sigstore } from "../support/sigstore/sigstore.ts";

const judge = judging();
const sigstore = new Sigstore();
const page = readFileSync(join(projectRoot, "docs/packages.md"), "utf8");
const withKey = blockOf("docs/packages.md", "With cosign: a key", "sh");
const byIdentity = blockOf("docs/packages.md", "With cosign: an identity", "sh", "--certificate-identity");

function placeWithPackage(): CosignPlace {
  const place = new CosignPlace(scratchDirectory(), sigstore.root());
  writeFileSync(place.path("otelcol.tar.gz"), content);
  return place;
}

test("the commands with a key sign what the verifier key takes, and nothing else", async () => {
  const place = placeWithPackage();
  const ran = place.run(withKey);
  expect(ran).toEqual({ code: 0, text: expect.stringContaining("Verified OK") });
  const read = (name: string) => readFileSync(place.path(name), "utf8");
  const keys = [{ name: "cosign.pub", text: read("cosign.pub") }];
  const material: VerifierMaterial = { type: "key", threshold: 1, keys };
  const bundle = read("otelcol.tar.gz.sigstore.json");
  expect(await judge(bundle, material)).toMatchObject({ kind: "trusted" });
  const other = Buffer.from("another Collector");
  expect(await judge(bundle, material, other, other)).toMatchObject({ kind: "refused", code: "SIGNATURE_INVALID" });
});

test("what the verifier key has refused, the page's command refuses too", () => {
  const place = placeWithPackage();
  expect(place.run(withKey).code).toBe(0);
  writeFileSync(place.path("otelcol.tar.gz"), "another Collector");
  const look = withKey.slice(withKey.indexOf("cosign verify-blob"));
  expect(place.run(look)).toEqual({ code: 1, text: expect.stringContaining("invalid signature") });
});

test("the command that looks before an offer and the configuration beside it take the same identity", async () => {
  const place = placeWithPackage();
  const valueOf = (option: string) => new RegExp(`--${option} (\\S+)`).exec(byIdentity)?.[1] ?? "";
  const identity = {
    issuer: valueOf("certificate-oidc-issuer"),
    subject: valueOf("certificate-identity"),
    repository: "acme/collector",
  };
  const material = await configured();
  const put = (who: typeof identity) => {
    const bundle = JSON.stringify(sigstore.sign(content, { identity: who }));
    writeFileSync(place.path("otelcol.tar.gz.sigstore.json"), bundle);
    return bundle;
  };
  expect(await judge(put(identity), material)).toMatchObject({ kind: "trusted" });
  expect(place.run(byIdentity)).toEqual({ code: 0, text: expect.stringContaining("Verified OK") });
  const branch = { ...identity, subject: identity.subject.replace("refs/tags/v1.2.3", "refs/heads/x") };
  expect(await judge(put(branch), material)).toMatchObject({ kind: "refused", code: "SIGNER_UNTRUSTED" });
  expect(place.run(byIdentity)).toEqual({ code: 1, text: expect.stringContaining("no matching CertificateIdentity") });
});

/** The verifier `cosign` of the page, with the root of this test in place of the public one. */
async function configured(): Promise<VerifierMaterial> {
  const [, text = ""] = /```yaml\n(agent:[^`]*type: cosign[^`]*)```/.exec(page) ?? [];
  const { root } = readTree({ text });
  if (root === undefined) throw new Error("the page has no configuration");
  const checked = checkSection({ root, path: ["agent", "package", "verifier"], schema: packageVerifierSection() });
  const verifier = checked.ok ? verifierSettings(checked.value) : undefined;
  if (verifier?.type !== "cosign") throw new Error("the page configures no verifier cosign");
  const trustedRoot = join(scratchDirectory(), "trusted_root.json");
  writeFileSync(trustedRoot, JSON.stringify(sigstore.root()));
  const read = await readVerifierMaterial({ ...verifier, trustedRoot }, createFiles({ libc: undefined }));
  if ("fault" in read) throw new Error(read.fault);
  return read.material;
}

/** Blocks that are not run: the one signs somebody in, the other asks the public-good instance. */
const notRun = ["cosign sign-blob", "cosign trusted-root create"].map((command) =>
  blockOf("docs/packages.md", "With cosign: an identity", "sh", command).trim(),
);

/** What the page says is of version 3 alone. */
const younger = ["trusted-root create --with-default-services"];

test("every option of every command in the pages is one of cosign's", () => {
  const yaml = [...page.matchAll(/- run: (cosign .*)$/gm)].map(([, command = ""]) => command);
  const blocks = ["docs/packages.md", "docs/release.md"].flatMap(blocksOf).filter(({ language }) => language === "sh");
  const commands = [...blocks.map(({ text }) => text), ...yaml]
    .flatMap((block) => block.replaceAll("\\\n", " ").split("\n"))
    .filter((line) => line.startsWith("cosign "));
  expect(commands).toHaveLength(9);
  expect(commands).toEqual(expect.arrayContaining(notRun));
  const unknown = commands.flatMap((line) => {
    const [, name = "", rest = ""] =
      /^cosign ([a-z-]+(?: [a-z]+)?(?= --|$))(.*)$/.exec(line.replace(/ +#.*/, "")) ?? [];
    const help = helpOf(name);
    expect(help).toContain(`cosign ${name} `);
    const options = rest.match(/--[a-z0-9-]+/g) ?? [];
    return options.filter((option) => !help.includes(` ${option}=`)).map((option) => `${name} ${option}`);
  });
  expect(unknown).toEqual(younger);
});
