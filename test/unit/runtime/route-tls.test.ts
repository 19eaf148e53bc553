import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSecureContext, type TlsOptions as ServerTls } from "node:tls";

import type { TlsOptions } from "../../../src/runtime/network-ports.ts";
import { cipherSuites, curves } from "../../../src/runtime/tls-names.ts";
import { day, TestAuthority } from "../../support/certificates.ts";
import { withEnvironment } from "../../support/environment.ts";
import { ways } from "../../support/reach-server.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { tellingServer } from "../../support/telling-server.ts";

/** Whether this runtime has a curve: not every one has the newest. */
function isHere([, ecdhCurve]: readonly [name: string, openssl: string]): boolean {
  try {
    createSecureContext({ ecdhCurve });
    return true;
  } catch {
    return false;
  }
}

const authority = new TestAuthority();
const { cert: ca } = authority;
const pair = authority.server();
const weak = { ...pair, minVersion: "TLSv1" as const };

describe.each(ways)("TLS %s", (_way, connect) => {
  const reach = async (server: ServerTls, tls: TlsOptions) => connect(await tellingServer(server), { tls });

  test("takes at least 1.2, and the newest that both have", async () => {
    expect(await reach(pair, { ca })).toMatchObject({ seen: { version: "TLSv1.3", sni: "localhost" } });
    const loss = { code: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", message: expect.stringContaining("from 1.2 to 1.3") };
    expect(await reach({ ...weak, maxVersion: "TLSv1.1" }, { ca })).toMatchObject({ loss });
  });

  test.each([
    ["1.0", "TLSv1"],
    ["1.1", "TLSv1.1"],
    ["1.2", "TLSv1.2"],
    ["1.3", "TLSv1.3"],
  ] as const)("takes no version above a maximum of %s", async (maxVersion, version) => {
    expect(await reach(weak, { ca, minVersion: "1.0", maxVersion })).toMatchObject({ seen: { version } });
  });

  test("takes no version below the minimum, and says so", async () => {
    const outcome = await reach({ ...pair, maxVersion: "TLSv1.2" }, { ca, minVersion: "1.3" });
    expect(outcome).toMatchObject({
      loss: {
        code: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
        message: expect.stringContaining("the server takes no version of TLS from 1.3 to 1.3"),
      },
    });
  });

  const ecdsa = Object.keys(cipherSuites).filter((name) => name.includes("_ECDSA_"));
  test.each(ecdsa)("uses the cipher suite %s when it is the only one", async (name) => {
    const outcome = await reach(pair, { ca, maxVersion: "1.2", cipherSuites: [name] });
    expect(outcome).toMatchObject({ seen: { version: "TLSv1.2", cipher: name } });
  });

  test("has no common cipher suite with a server that has another one alone, and says so", async () => {
    const server = { ...pair, maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES256-GCM-SHA384" } as const;
    const chosen = { ca, cipherSuites: ["TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"] };
    expect(await reach(server, chosen)).toMatchObject({
      loss: { code: expect.stringMatching(/HANDSHAKE_FAILURE/), message: expect.stringContaining("no cipher suite") },
    });
  });

  test.each(Object.entries(curves).filter(isHere))(
    "uses the curve %s when it is the only one",
    async (name, ecdhCurve) => {
      const another = name === "P384" ? "P521" : "P384";
      expect(await reach({ ...pair, ecdhCurve }, { ca, curves: [name] })).toMatchObject({ seen: {} });
      expect(await reach({ ...pair, ecdhCurve }, { ca, curves: [another] })).toMatchObject({ loss: {} });
      expect(await reach({ ...pair, ecdhCurve }, { ca, curves: [another, name] })).toMatchObject({ seen: {} });
    },
  );

  test.each([
    ["cipher suite", { cipherSuites: ["TLS_NONE"] }],
    ["curve", { curves: ["toString"] }],
  ])("refuses a %s that it does not know", async (_what, tls) => {
    expect(await reach(pair, { ca, ...tls })).toMatchObject({
      loss: { code: "TLS", message: expect.stringContaining("not known") },
    });
  });

  test("asks for and looks for the server name that is given", async () => {
    const other = authority.server(["opamp.test"]);
    const named = { ca, serverName: "opamp.test" };
    expect(await reach(other, named)).toMatchObject({ seen: { sni: "opamp.test" } });
    expect(await reach(pair, named)).toMatchObject({
      loss: { code: "ERR_TLS_CERT_ALTNAME_INVALID", message: expect.stringContaining("another name than opamp.test") },
    });
  });

  test("presents the client certificate", async () => {
    const mutual = { ...pair, ca, requestCert: true };
    expect(await reach(mutual, { ca, ...authority.client("agent-7") })).toMatchObject({ seen: { client: "agent-7" } });
  });

  test.each([
    ["TLSv1.2", "localhost"],
    ["TLSv1.3", "localhost"],
    ["TLSv1.3", "127.0.0.1"],
  ] as const)("says that the server asks for a client certificate (%s, %s)", async (maxVersion, host) => {
    const mutual = await tellingServer({ ...authority.server([host]), ca, requestCert: true, maxVersion });
    expect(await connect({ ...mutual, host }, { tls: { ca } })).toMatchObject({
      loss: { message: expect.stringContaining("the server asks for a client certificate") },
    });
  });

  test.each([
    ["has expired", "CERT_HAS_EXPIRED", authority.server(["localhost"], [-2 * day, -day])],
    ["is not valid yet", "CERT_NOT_YET_VALID", authority.server(["localhost"], [day, 2 * day])],
    ["is for another name than localhost", "ERR_TLS_CERT_ALTNAME_INVALID", authority.server(["elsewhere.test"])],
    ["is not meant for servers", "INVALID_PURPOSE", authority.client("localhost")],
    ["is not trusted", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", new TestAuthority("stranger").server()],
  ])("says that the certificate of the server %s", async (what, code, server) => {
    const { port } = await tellingServer(server);
    const outcome = await connect({ port }, { tls: { ca } });
    expect(outcome).toMatchObject({ loss: { code } });
    const message = "loss" in outcome ? outcome.loss.message : "";
    expect(message).toContain(`localhost:${port}`);
    expect(message).toContain(what);
    expect(message).not.toContain("secret");
  });

  test("says that the server has none", async () => {
    const { port } = await tellingServer();
    const outcome = await connect({ port }, { tls: { ca } });
    expect(outcome).toMatchObject({
      loss: { code: "ERR_SSL_WRONG_VERSION_NUMBER", message: expect.stringContaining("does not speak TLS") },
    });
  });

  test("trusts one of several authorities, with any text between them", async () => {
    const bundle = `# old\n${new TestAuthority("old").cert}\n# new\r\n${ca.replaceAll("\n", "\r\n")}`;
    expect(await reach(pair, { ca: bundle })).toMatchObject({ seen: {} });
  });

  test("trusts the roots of the system without an authority of its own, or beside it where that is asked for", async () => {
    const file = join(scratchDirectory(), "roots.pem");
    writeFileSync(file, ca);
    const other = { ca: new TestAuthority("other").cert };
    await withEnvironment({ SSL_CERT_FILE: file }, async () => {
      expect(await reach(pair, {})).toMatchObject({ seen: {} });
      expect(await reach(pair, { ...other, includeSystemRoots: true })).toMatchObject({ seen: {} });
      expect(await reach(pair, other)).toMatchObject({ loss: { message: expect.stringContaining("not trusted") } });
    });
    await withEnvironment({ SSL_CERT_FILE: "/nowhere" }, async () => {
      expect(await reach(pair, {})).toMatchObject({ loss: { message: expect.stringContaining("not trusted") } });
      expect(await reach(pair, { ca, includeSystemRoots: true })).toMatchObject({ seen: {} });
    });
  });

  test("material that cannot be used is named before anything is sent", async () => {
    const stranger = authority.client();
    expect(await reach(pair, { ca, cert: stranger.cert, key: pair.key })).toMatchObject({
      loss: { code: "ERR_OSSL_X509_KEY_VALUES_MISMATCH" },
    });
  });

  test("other settings mean another connection, even if one is at hand", async () => {
    const { port } = await tellingServer({ ...pair, ca, requestCert: true, rejectUnauthorized: false });
    const seen = [];
    for (const name of ["one", "two"]) seen.push(await connect({ port }, { tls: { ca, ...authority.client(name) } }));
    expect(seen).toMatchObject([{ seen: { client: "one" } }, { seen: { client: "two" } }]);
    expect(await connect({ port }, { tls: { insecureSkipVerify: true } })).toMatchObject({ seen: {} });
    const strange = { ca: new TestAuthority("stranger").cert };
    expect(await connect({ port }, { tls: strange })).toMatchObject({ loss: {} });
  });
});
