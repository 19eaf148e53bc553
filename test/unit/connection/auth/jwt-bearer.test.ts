import { describe, expect, test } from "bun:test";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";

import type { JwtBearerConfig } from "../../../../src/config/auth-types.ts";
import { AuthWorld, formOf, oauth2 } from "../../../support/auth-world.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" });

const grant: JwtBearerConfig = {
  type: "jwt-bearer",
  clientId: { text: "agents" },
  key: { file: "/key" },
  algorithm: "RS256",
  claims: {},
};

function worldOf(more: Partial<JwtBearerConfig> = {}, key: string = pem): Promise<AuthWorld> {
  const opened = AuthWorld.opened({ ...oauth2, scopes: ["x", "y"], grant: { ...grant, ...more } });
  return opened.then((world) => (world.files.put("/key", key), world));
}

async function assertionOf(world: AuthWorld) {
  const { post } = await world.asking();
  const form = formOf(post);
  const [header = "", claims = "", signature = ""] = (form.get("assertion") ?? "").split(".");
  const decoded = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
  const isSigned = (hash: string) =>
    verify(hash, Buffer.from(`${header}.${claims}`), createPublicKey(privateKey), Buffer.from(signature, "base64url"));
  return { form, headers: post.options.headers, header: decoded(header), claims: decoded(claims), isSigned };
}

describe("an assertion", () => {
  test("says who asks whom for what, signed by the key of its file, without credentials beside it", async () => {
    const world = await worldOf();
    const { form, headers, header, claims, isSigned } = await assertionOf(world);
    expect([...form.keys()]).toEqual(["grant_type", "assertion", "scope"]);
    expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
    expect(form.get("scope")).toBe("x y");
    expect(headers.map(([name]) => name)).not.toContain("Authorization");
    expect(header).toEqual({ alg: "RS256", typ: "JWT" });
    const now = world.clock.now() / 1000;
    expect(claims).toEqual({
      iss: "agents",
      sub: "agents",
      aud: "https://login.test/token",
      scope: "x y",
      jti: "00000000-0000-0000-0000-000000000000",
      iat: now,
      exp: now + 1800,
    });
    expect(isSigned("sha256")).toBe(true);
  });

  test("has the algorithm, the name of the key and the claims that are wanted", async () => {
    const world = await worldOf({
      algorithm: "RS512",
      keyId: "k1",
      issuer: "i",
      audience: "a",
      claims: { sub: "other", roles: ["r"] },
    });
    const { header, claims, isSigned } = await assertionOf(world);
    expect(header).toEqual({ alg: "RS512", typ: "JWT", kid: "k1" });
    expect(claims).toMatchObject({ iss: "i", aud: "a", sub: "other", roles: ["r"] });
    expect(isSigned("sha512")).toBe(true);
  });

  test.each([
    ["a text without a key", "no key", "there is no PEM block PRIVATE KEY"],
    [
      "a key of another kind",
      generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
      "the key is none of RSA",
    ],
  ])("cannot be signed with %s", async (_, key, reason) => {
    const world = await worldOf({}, key);
    expect(await world.given()).toBe(`AUTH_FILE: no credentials of oauth2client/fleet: /key: ${reason}`);
  });
});
