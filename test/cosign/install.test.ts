import { expect, test } from "bun:test";
import { generateKeyPairSync } from "node:crypto";
import { cp } from "node:fs/promises";

import { ReleaseServer } from "../install/release-server.ts";
import { Home, program } from "../install/sandbox.ts";
import { Sigstore } from "../support/sigstore/sigstore.ts";

test("the install script takes a release that cosign verifies, and no other", async () => {
  const releases = await ReleaseServer.start();
  const signer = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await releases.publish({ version: "0.9.2", files: [program("0.9.2")], key: signer.privateKey });
  const home = new Home(releases.url);
  await Bun.write(home.path("root.json"), JSON.stringify(new Sigstore().root()));
  await cp(process.env["COSIGN"] ?? "", home.path("cosign"));
  await home.standIn("cosign", `exec ${home.path("cosign")} "$@" --trusted-root ${home.path("root.json")}`);
  for (const [name, { publicKey }] of Object.entries({ signer, stranger })) {
    await Bun.write(home.path(name), publicKey.export({ type: "spki", format: "pem" }));
  }
  const refused = await home.run(["dash"], ["--key", home.path("stranger")]);
  expect(refused).toEqual({ code: 1, text: expect.stringContaining("the release is not signed by that key") });
  expect(refused.text).toContain("invalid signature");
  const { code, text } = await home.run(["dash"], ["--key", home.path("signer")]);
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("Signature: right (cosign).") });
});
