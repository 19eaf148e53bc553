import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { judgeSignature } from "../../../src/packages/trust/judge-signature.ts";
import { sha256Bytes } from "../../../src/runtime/sha256.ts";
import { blockOf } from "../../support/doc-blocks.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const recipes = ["-algorithm ED25519", "-algorithm EC "].map(
  (algorithm) => [algorithm, blockOf("docs/packages.md", "With keys", "sh", algorithm)] as const,
);

describe.skipIf(Bun.which("openssl") === null)("docs/packages.md signs as the verifier key has it", () => {
  test.each(recipes)("with OpenSSL, genpkey %s", async (_, commands) => {
    const directory = scratchDirectory();
    const file = join(directory, "otelcol.tar.gz");
    writeFileSync(file, "the new Collector");
    const ran = Bun.spawnSync(["sh", "-euc", commands], { cwd: directory, env: process.env });
    expect([ran.exitCode, ran.stderr.toString()]).toEqual([0, ""]);
    const read = (name: string) => readFileSync(join(directory, name));
    const judge = (content: Uint8Array) => {
      writeFileSync(file, content);
      return judgeSignature({
        path: file,
        sha256: sha256Bytes(content),
        signature: read("otelcol.tar.gz.sig"),
        material: { type: "key", threshold: 1, keys: [{ name: "release.pub", text: read("release.pub").toString() }] },
      });
    };
    expect(await judge(Buffer.from("the new Collector"))).toMatchObject({ kind: "trusted" });
    expect(await judge(Buffer.from("another Collector"))).toMatchObject({ kind: "refused", code: "SIGNATURE_INVALID" });
  });
});
