import { describe, expect, test } from "bun:test";

import { configOf, warningsOf, withAuth } from "../../support/supervisor-yaml.ts";

async function authOf(auth: string, extensions: string, env: Record<string, string> = {}) {
  return (await configOf(withAuth(auth, extensions), { env })).server?.auth;
}

describe("an extension is read", () => {
  test("with its defaults: a bearer token, from the text of a variable too", async () => {
    expect(await authOf("bearertokenauth", '{ bearertokenauth: { token: "${env:T}" } }', { T: "0123" })).toEqual({
      id: "bearertokenauth",
      type: "bearertokenauth",
      token: { text: "0123" },
      scheme: "Bearer",
      header: "Authorization",
    });
  });

  test("by its whole id: the first of several tokens, the scheme and the header that are wanted", async () => {
    const keys = '{ tokens: [one, two], scheme: "", header: X-Key }';
    expect(await authOf("bearertokenauth/b", `{ bearertokenauth/b: ${keys} }`)).toEqual({
      id: "bearertokenauth/b",
      type: "bearertokenauth",
      token: { text: "one" },
      scheme: "",
      header: "X-Key",
    });
  });

  test.each([
    ["{ token: a, filename: /t }", { token: { file: "/t" } }],
    ["{ tokens: [a], filename: /t }", { token: { file: "/t" } }],
  ])("with a file as the stronger one: %s", async (keys, expected) => {
    expect(await authOf("bearertokenauth", `{ bearertokenauth: ${keys} }`)).toMatchObject(expected);
  });

  test.each([
    ["{ client_auth: { username: u, password: p } }", { username: { text: "u" }, password: { text: "p" } }],
    [
      "{ client_auth: { username: u, password: p, password_file: /p } }",
      { username: { text: "u" }, password: { file: "/p" } },
    ],
    ["{ client_auth: { password: p } }", { username: { text: "" }, password: { text: "p" } }],
    ["{ htpasswd: { file: /h, inline: 'u:p' } }", { htpasswd: { text: "u:p" } }],
    ["{ htpasswd: { file: /h } }", { htpasswd: { file: "/h" } }],
  ])("basicauth: %s", async (keys, credentials) => {
    expect(await authOf("basicauth", `{ basicauth: ${keys} }`)).toEqual({
      id: "basicauth",
      type: "basicauth",
      credentials,
    });
  });

  test("oauth2client with defaults, and with everything", async () => {
    const least = "{ token_url: https://t/token, client_id: a, client_secret: b }";
    expect(await authOf("oauth2client", `{ oauth2client: ${least} }`)).toMatchObject({
      tokenUrl: "https://t/token",
      grant: { type: "client_credentials", clientId: { text: "a" }, clientSecret: { text: "b" } },
      scopes: [],
      parameters: [],
      expiryBufferMs: 300_000,
      timeoutMs: 10_000,
    });
    const all =
      "{ token_url: https://t, client_id: a, client_id_file: /i, client_secret_file: /s, scopes: [x, y], " +
      "endpoint_params: { audience: one, resource: [r, s] }, expiry_buffer: 0s, timeout: 2s, tls: { ca_file: /ca } }";
    expect(await authOf("oauth2client/x", `{ oauth2client/x: ${all} }`)).toMatchObject({
      grant: { clientId: { file: "/i" }, clientSecret: { file: "/s" } },
      scopes: ["x", "y"],
      parameters: [
        ["audience", "one"],
        ["resource", "r"],
        ["resource", "s"],
      ],
      expiryBufferMs: 0,
      timeoutMs: 2_000,
      tls: { ca: { file: "/ca" } },
    });
  });

  test("oauth2client with an assertion that the client signs", async () => {
    const type = "grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer'";
    const least = `${type}, token_url: https://t, client_id: a, client_certificate_key_file: /k`;
    expect(await authOf("oauth2client", `{ oauth2client: { ${least} } }`)).toMatchObject({
      grant: { type: "jwt-bearer", clientId: { text: "a" }, key: { file: "/k" }, algorithm: "RS256", claims: {} },
    });
    const more =
      "client_certificate_key_id: k, signature_algorithm: RS512, iss: i, audience: u, claims: { a: { b: [1, true] } }";
    expect(await authOf("oauth2client", `{ oauth2client: { ${least}, ${more} } }`)).toMatchObject({
      grant: { keyId: "k", algorithm: "RS512", issuer: "i", audience: "u", claims: { a: { b: [1, true] } } },
    });
  });

  test("headers_setter with the extension that it builds on", async () => {
    const setter =
      "{ headers: [{ key: A, value: 'a,b' }, { key: B, action: insert, value_file: /b }, { key: C, action: delete }], additional_auth: basicauth }";
    const extensions = `{ headers_setter: ${setter}, basicauth: { client_auth: { username: u } } }`;
    expect(await authOf("headers_setter", extensions)).toEqual({
      id: "headers_setter",
      type: "headers_setter",
      headers: [
        { action: "upsert", name: "A", value: { text: "a,b" } },
        { action: "insert", name: "B", value: { file: "/b" } },
        { action: "delete", name: "C" },
      ],
      additional: {
        id: "basicauth",
        type: "basicauth",
        credentials: { username: { text: "u" }, password: { text: "" } },
      },
    });
    expect(await warningsOf(withAuth("headers_setter", extensions))).toEqual([]);
  });
});
