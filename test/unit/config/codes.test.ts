import { describe, expect, test } from "bun:test";

import { loadConfig } from "../../../src/config/load.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { minimal, problemsOf, withAuth } from "../../support/supervisor-yaml.ts";

async function codesOf(text: string | Uint8Array, env?: Record<string, string>): Promise<string[]> {
  return (await problemsOf(text, env && { env })).map(({ code }) => code);
}

describe("the code of a problem tells its kind:", () => {
  test("a file that cannot be read, or is no text", async () => {
    const files = new MemoryFiles();
    for (const path of ["", "/none.yaml"]) {
      const result = await loadConfig({ path, files, env: {}, os: "linux" });
      expect(result).toMatchObject({ ok: false, problems: [{ code: "CONFIG_FILE" }] });
    }
    expect(await codesOf(new Uint8Array([0x61, 0xc3, 0x28]))).toEqual(["CONFIG_FILE"]);
  });

  test.each([
    ["no YAML", "agent: [", "CONFIG_SYNTAX"],
    ["a second document", `${minimal}---\n{}`, "CONFIG_SYNTAX"],
    ["a key that is there twice", `${minimal}agent: {}`, "CONFIG_SYNTAX"],
    ["an alias without an anchor", `${minimal}storage: *none`, "CONFIG_SYNTAX"],
    ["a file that is not there", "agent: { executable: '${file:/none}' }", "CONFIG_REFERENCE"],
    ["a reference that is none", "agent: { executable: '${ftp:x}' }", "CONFIG_REFERENCE"],
    ["an identity from nothing", "agent: { executable: /x, instance_id: '${env:NONE}' }", "CONFIG_REFERENCE"],
    ["a misspelt key", "agent: { executable: /x, agrs: [] }", "CONFIG_UNKNOWN_KEY"],
    [
      "an unknown extension",
      withAuth("bearertokenauth", "{ bearertokenauth: { token: t }, saml: {} }"),
      "CONFIG_UNKNOWN_KEY",
    ],
    ["nothing at all", "# nothing\n", "CONFIG_MISSING_KEY"],
    ["a needed key that is away", "agent: {}", "CONFIG_MISSING_KEY"],
    ["a needed key that is empty", "agent: { executable: '' }", "CONFIG_MISSING_KEY"],
    ["an empty address", "server: { endpoint: '' }\nagent: { executable: /x }", "CONFIG_MISSING_KEY"],
    ["a number for a text", "agent: { executable: 5 }", "CONFIG_TYPE"],
    ["a text for a mapping", "agent: /x", "CONFIG_TYPE"],
    ["a list for a number", `${minimal}telemetry: { logs: { level: [1] } }`, "CONFIG_TYPE"],
    ["an attribute that is a list", `${minimal}telemetry: { resource: { region: [] } }`, "CONFIG_TYPE"],
    ["a number out of its range", "agent: { executable: /x, opamp_server_port: 70000 }", "CONFIG_VALUE"],
    ["a duration that is none", "agent: { executable: /x, config_apply_timeout: soon }", "CONFIG_VALUE"],
    ["an address that is none", "server: { endpoint: 'ftp://h' }\nagent: { executable: /x }", "CONFIG_VALUE"],
    [
      "a certificate without its key",
      "server: { endpoint: 'wss://h', tls: { cert_pem: x } }\nagent: { executable: /x }",
      "CONFIG_COMBINATION",
    ],
    ["packages without a verifier", `${minimal}capabilities: { accepts_packages: true }`, "CONFIG_COMBINATION"],
    ["a key without its source", `${minimal}storage: { secrets: { key_name: K } }`, "CONFIG_COMBINATION"],
    [
      "an extension that is not there",
      "server: { endpoint: 'wss://h', auth: nop }\nagent: { executable: /x }",
      "CONFIG_COMBINATION",
    ],
    [
      "rules within a section",
      withAuth("oauth2client", "{ oauth2client: { client_id: a, token_url: 'https://h' } }"),
      "CONFIG_COMBINATION",
    ],
    [
      "health with half a certificate",
      `${minimal}healthcheck: { endpoint: ':1', tls: { cert_file: x } }`,
      "CONFIG_COMBINATION",
    ],
    [
      "a socket of the Go supervisor's",
      "agent: { executable: /x, opamp_server_socket_mode: '0600' }",
      "CONFIG_UNSUPPORTED",
    ],
    [
      "a module for keys",
      "server: { endpoint: 'wss://h', tls: { tpm: { enabled: true } } }\nagent: { executable: /x }",
      "CONFIG_UNSUPPORTED",
    ],
    [
      "a part of healthcheck",
      `${minimal}healthcheck: { endpoint: ':1', middlewares: [{ id: x }] }`,
      "CONFIG_UNSUPPORTED",
    ],
  ])("%s", async (_, text, code) => {
    expect(await codesOf(text)).toEqual([code]);
  });
});
