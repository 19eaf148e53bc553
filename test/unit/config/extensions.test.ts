import { describe, expect, test } from "bun:test";

import { linesOf, warningsOf, withAuth } from "../../support/supervisor-yaml.ts";

describe("refused with its place is", () => {
  const bearer = "bearertokenauth: { token: x }";
  test.each([
    ["basicauth", `{ ${bearer} }`, '1:36: server.auth references "basicauth" which is not configured under extensions'],
    ["nop", "{ nop: }", '1:36: server::auth: extension "nop" gives no credentials'],
    [
      "a",
      "{ barertokenauth: }",
      '3:15: extensions::barertokenauth: unknown extension type "barertokenauth"; did you mean `bearertokenauth`?',
    ],
    [
      "a",
      "{ zipkin/x: }",
      '3:15: extensions::zipkin/x: unknown extension type "zipkin"; valid here: basicauth, bearertokenauth, headers_setter, nop, oauth2client',
    ],
    ["nop/", "{ nop/: }", "3:15: extensions::nop/: has no name behind the /"],
    ["bearertokenauth", "{ bearertokenauth: }", "3:15: extensions::bearertokenauth::token: no bearer token provided"],
    [
      "bearertokenauth",
      "{ bearertokenauth: { token: a, tokens: [b] } }",
      "3:52: extensions::bearertokenauth::tokens: either tokens or token should be provided, not both",
    ],
    [
      "bearertokenauth",
      "{ bearertokenauth: { tokn: a, filename: /f } }",
      "3:34: extensions::bearertokenauth::tokn: unknown key; did you mean `token`?",
    ],
    [
      "bearertokenauth",
      "{ bearertokenauth: { token: 5 } }",
      "3:41: extensions::bearertokenauth::token must be a string, in quotes; was a number (hidden)",
    ],
    [
      "bearertokenauth",
      '{ bearertokenauth: { token: "a\\nb" } }',
      "3:41: extensions::bearertokenauth::token must hold printable Latin-1 characters only, no line breaks",
    ],
    [
      "bearertokenauth",
      "{ bearertokenauth: { token: a, header: Host } }",
      "3:52: extensions::bearertokenauth::header is set by the connection",
    ],
    [
      "basicauth",
      "{ basicauth: { client_auth: { username: a }, htpasswd: { inline: 'b:c' } } }",
      "3:68: extensions::basicauth::htpasswd: only one of `htpasswd` or `client_auth` can be specified",
    ],
    [
      "basicauth",
      "{ basicauth: { htpasswd: { inline: 'a:$2y$05$abc' } } }",
      "3:48: extensions::basicauth::htpasswd::inline: holds the hash of a password, of which no credentials can be made",
    ],
    [
      "basicauth",
      "{ basicauth: { client_auth: {} } }",
      "3:41: extensions::basicauth::client_auth: no credential source provided",
    ],
    [
      "basicauth",
      "{ basicauth: { client_auth: { username: 'a:b' } } }",
      "3:41: extensions::basicauth::client_auth: username must not hold a colon",
    ],
    [
      "basicauth",
      "{ basicauth: { client_auth: { usrname: a } } }",
      "3:43: extensions::basicauth::client_auth::usrname: unknown key; did you mean `username`?",
    ],
    [
      "basicauth",
      "{ basicauth: { client_auth: { aws_secrets_manager: { secret_arn: a } } } }",
      "3:64: extensions::basicauth::client_auth::aws_secrets_manager is not supported: have the values written into files, and name them by username_file and password_file",
    ],
    [
      "oauth2client",
      "{ oauth2client: { client_id: a, client_secret: b } }",
      "3:29: extensions::oauth2client::token_url must be specified",
    ],
    [
      "oauth2client",
      "{ oauth2client: { token_url: https://t, client_secret: b } }",
      "3:29: extensions::oauth2client::client_id must be specified, or client_id_file",
    ],
    [
      "oauth2client",
      "{ oauth2client: { token_url: ftp://t } }",
      "3:42: extensions::oauth2client::token_url must be an http or https URL without user name, password and fragment",
    ],
    [
      "oauth2client",
      "{ oauth2client: { token_url: https://t, client_id: a, client_secret: b, scopes: [s], endpoint_params: { scope: t } } }",
      '3:115: extensions::oauth2client::endpoint_params: cannot overwrite parameter "scope"',
    ],
    [
      "oauth2client",
      "{ oauth2client: { token_url: https://t, client_id: a, client_secret: b, tls: { insecure: true } } }",
      "3:102: extensions::oauth2client::tls::insecure: true is not supported with an https token_url; use http, or insecure_skip_verify",
    ],
    [
      "oauth2client",
      "{ oauth2client: { token_url: https://t, client_id: a, client_secret: b, tls: { cert_file: c } } }",
      "3:103: extensions::oauth2client::tls::cert_file: invalid extensions::oauth2client::tls settings: provide both certificate and key, or neither; key_file is missing",
    ],
    ["headers_setter", "{ headers_setter: }", "3:15: extensions::headers_setter::headers must be specified"],
    [
      "headers_setter",
      "{ headers_setter: { headers: [] } }",
      "3:42: extensions::headers_setter::headers: missing headers configuration",
    ],
    [
      "headers_setter",
      "{ headers_setter: { headers: [{ key: A }] } }",
      "3:43: extensions::headers_setter::headers[0]::value: missing header source, must be 'value' or 'value_file'",
    ],
    [
      "headers_setter",
      "{ headers_setter: { headers: [{ key: A, from_context: b }] } }",
      "3:67: extensions::headers_setter::headers[0]::from_context is not supported: nobody's request stands behind the connection; use value or value_file",
    ],
    [
      "headers_setter",
      "{ headers_setter: { headers: [{ key: A, value: b, valuefile: c }] } }",
      "3:63: extensions::headers_setter::headers[0]::valuefile: unknown key; did you mean `value_file`?",
    ],
    [
      "headers_setter",
      "{ headers_setter: { headers: [{ key: A, value: b }], additional_auth: nop/x } }",
      '3:83: extensions.headers_setter.additional_auth references "nop/x" which is not configured under extensions',
    ],
    [
      "headers_setter",
      "{ headers_setter: { headers: [{ key: A, value: b }], additional_auth: headers_setter } }",
      '3:83: extensions::headers_setter::additional_auth: "headers_setter" comes back to itself',
    ],
  ])("%s with %s", async (auth, extensions, line) => {
    const lines = await linesOf(withAuth(auth, extensions));
    expect(lines.filter((one) => !one.includes("server.auth references") || line.includes("server.auth"))).toEqual([
      line,
    ]);
  });
});

test("extensions that nothing refers to, and keys without effect, are a warning", async () => {
  const extensions = "{ nop: , bearertokenauth: { token: a, filename: /f, file_retry: { enabled: true } } }";
  expect(await warningsOf(withAuth("bearertokenauth", extensions))).toEqual([
    "3:15: extensions::nop: has no effect: server.auth does not refer to it",
    "3:48: extensions::bearertokenauth::token: has no effect beside filename",
    "3:77: extensions::bearertokenauth::file_retry: has no effect: the file is looked for at each attempt to connect",
  ]);
  const least = "{ token_url: https://t, client_id: a, client_secret: b, audience: c, tls: { reload_interval: 1m } }";
  expect(await warningsOf(withAuth("oauth2client", `{ oauth2client: ${least} }`))).toEqual([
    "3:95: extensions::oauth2client::audience: has no effect with grant_type client_credentials",
    "3:122: extensions::oauth2client::tls::reload_interval: has no effect: the files are read for each request",
  ]);
  expect(await warningsOf("agent: { executable: /x }\nextensions: { nop: }\n")).toEqual([
    "2:15: extensions::nop: has no effect: server.auth does not refer to it",
  ]);
});

test("no secret of an extension is in what is wrong with it", async () => {
  const secret = "hunter22";
  for (const keys of [
    `bearertokenauth: { token: [${secret}] }`,
    `bearertokenauth: { ${secret}: [a] , token: "${secret}\\n" }`,
    `basicauth: { client_auth: { password: { a: ${secret} } } }`,
    `oauth2client: { token_url: "ftp://${secret}", client_secret: ${secret} }`,
    `headers_setter: { headers: [{ key: A, value: "${secret}\\n" }] }`,
  ]) {
    const lines = await linesOf(withAuth("x", `{ ${keys} }`));
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line.replace(`::${secret}: unknown key`, "")).not.toContain(secret);
  }
});
