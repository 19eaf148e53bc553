import { describe, expect, test } from "bun:test";

import { linesOf, loadText, minimal } from "../../support/supervisor-yaml.ts";

const secret = "hunter2";

/** Every text that a load gives back, joined. */
async function everythingSaid(text: string, env: Record<string, string> = {}): Promise<string> {
  const result = await loadText(text, { env, files: { "/secret": secret } });
  expect(result.ok).toBe(false);
  return JSON.stringify(result.ok ? [] : result.problems);
}

describe("no problem holds a secret", () => {
  test.each([
    ["a header", `server: { endpoint: ws://h, headers: { A: { b: ${secret} } } }\n`],
    ["a header with a line break", `server: { endpoint: ws://h, headers: { A: "${secret}\\n" } }\n`],
    ["a header list", `server: { endpoint: ws://h, headers: [${secret}] }\n`],
    ["a headers text", `server: { endpoint: ws://h, headers: ${secret} }\n`],
    ["a broken reference in a header", `server: { endpoint: ws://h, headers: { A: "pa\${1${secret}}" } }\n`],
    ["PEM text", `server: { endpoint: ws://h, tls: { key_pem: ${secret} } }\n`],
    ["PEM text at the wrong key", `server: { endpoint: ws://h, tls: { min_version: "-----BEGIN ${secret}" } }\n`],
    [
      "the Collector's environment",
      `server: { endpoint: ws://h }\nagent: { executable: /x, env: { A: [${secret}] } }\n`,
    ],
    ["an environment text", `server: { endpoint: ws://h }\nagent: { executable: /x, env: ${secret} }\n`],
    ["a password in the endpoint", `server: { endpoint: "ws://u:${secret}@h" }\n`],
    ["a password in an unusable endpoint", `server: { endpoint: "ws://u:${secret}@h:port" }\n`],
    ["a query in an unusable endpoint", `server: { endpoint: "ws://h:port/?token=${secret}" }\n`],
    ["an expanded variable", "server: { endpoint: ws://h }\nagent: { executable: /x, bootstrap_timeout: '${S}' }\n"],
    ["an embedded variable", "server: { endpoint: ws://h }\nagent: { executable: /x, bootstrap_timeout: 'x${S}' }\n"],
    [
      "an expanded file",
      "server: { endpoint: ws://h }\nagent: { executable: /x, bootstrap_timeout: '${file:/secret}' }\n",
    ],
    ["a reference out of a variable", "server: { endpoint: ws://h }\nagent: { executable: /x, args: '${R}' }\n"],
    ["a file named by a variable", "server: { endpoint: ws://h }\nagent: { executable: /x, args: '${F}' }\n"],
    ["an extension", `${minimal}extensions: { a: ${secret} }\n`],
    ["an unknown key", `${minimal}token: ${secret}\n`],
  ])("%s", async (_, text) => {
    const said = await everythingSaid(text, { S: secret, R: `\${1${secret}}`, F: `\${file:/${secret}}` });
    expect(said).not.toContain(secret);
  });

  test("and says that it hid one", async () => {
    expect(
      await linesOf("server: { endpoint: ws://h }\nagent: { executable: /x, bootstrap_timeout: '${S}' }\n", {
        env: { S: "x" },
      }),
    ).toEqual(["2:45: agent::bootstrap_timeout must be a duration such as 5s, 1m30s or 500ms; was (hidden)"]);
    expect(await linesOf("server: { endpoint: 'ws://u:p@h:port/?t=x' }\nagent: { executable: /x }\n")).toEqual([
      '1:21: invalid URL for server::endpoint; was "ws://(hidden)@h:port/?(hidden)"',
    ]);
  });

  test("but names the file that a header was to come from", async () => {
    expect(
      await linesOf("server: { endpoint: ws://h, headers: { A: '${file:/run/token}' } }\nagent: { executable: /x }\n"),
    ).toEqual(["1:43: server::headers::A: unable to read the file /run/token: no such file or directory"]);
  });
});

test("no warning holds the value of a header", async () => {
  const result = await loadText(
    `server: { endpoint: ws://h, headers: { A: '${secret}\${UNSET}' } }\nagent: { executable: /x }\n`,
  );
  expect(result.ok && result.warnings).toEqual([
    '/supervisor.yaml:1:43: Configuration references unset environment variable "UNSET"',
  ]);
});

test("no warning holds a name that came out of a variable", async () => {
  const text = "server: { endpoint: ws://h, headers: { A: '${S}' } }\nagent: { executable: /x }\n";
  const result = await loadText(text, { env: { S: `pass\${${secret}}` } });
  expect(result.ok && result.warnings).toEqual([
    "/supervisor.yaml:1:43: Configuration references unset environment variable (hidden)",
  ]);
});
