import { describe, expect, test } from "bun:test";

import {
  type OpAMPSettings,
  readSettingsOffer,
  type SettingsPolicy,
} from "../../../../src/opamp/client/connection-settings.ts";
import { codec, type OpAMPConnectionSettings } from "../../../../src/opamp/wire/messages.ts";
import { TestAuthority } from "../../../support/certificates.ts";

const utf8 = new TextEncoder();
const [CA, otherCA] = [new TestAuthority().cert, new TestAuthority("other").cert];
const { cert, key } = new TestAuthority().client();
const { key: foreignKey } = new TestAuthority().client();
const damaged = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";
const current: OpAMPSettings = {
  endpoint: "wss://old/v1/opamp",
  headers: [["authorization", "Bearer old"]],
  certificate: { cert: "old", key: "old" },
  tls: { ca: CA, serverName: "name" },
  proxy: { url: "http://proxy:3128" },
  heartbeatMs: 30_000,
};
const strict: SettingsPolicy = { allowInsecureTls: false, allowOtherAuthorities: false };
const lenient: SettingsPolicy = { allowInsecureTls: true, allowOtherAuthorities: true };

/** As it comes off the wire, where an empty field and an absent one are the same. */
function read(offer: OpAMPConnectionSettings, policy: Partial<SettingsPolicy> = {}) {
  const bytes = codec.ConnectionSettingsOffers.encode({ opamp: offer }).finish();
  const { opamp } = codec.ConnectionSettingsOffers.decode(bytes);
  return readSettingsOffer(opamp, current, { ...strict, ...policy });
}

function offered(offer: OpAMPConnectionSettings, policy: Partial<SettingsPolicy> = {}): OpAMPSettings {
  const reading = read(offer, policy);
  if (reading.kind !== "offered") throw new Error(JSON.stringify(reading));
  return reading.settings;
}

function refusal(offer: OpAMPConnectionSettings, policy: Partial<SettingsPolicy> = {}): string {
  const reading = read(offer, policy);
  return reading.kind === "refused" ? reading.reason : `not refused: ${reading.kind}`;
}

describe("what is not offered", () => {
  test("C-070 leaves everything as it is", () => {
    expect(readSettingsOffer(undefined, current, strict)).toEqual({ kind: "unchanged" });
    expect(readSettingsOffer(null, current, strict)).toEqual({ kind: "unchanged" });
  });

  test("stays, but for the heartbeat, whose absence cannot be told from 0", () => {
    expect(offered({})).toEqual({ ...current, heartbeatMs: 0 });
  });

  test("C-078 an offer that names an endpoint and no certificate means none; headers, TLS and proxy stay", () => {
    const { certificate: _, ...rest } = current;
    const endpoint = "wss://new/v1/opamp";
    expect(offered({ destinationEndpoint: endpoint, heartbeatIntervalSeconds: 5 })).toEqual({
      ...rest,
      endpoint,
      heartbeatMs: 5_000,
    });
  });
});

describe("headers", () => {
  test("C-076 replace the present ones, also by none", () => {
    expect(offered({ headers: { headers: [{ key: "x", value: "1" }, { key: "x" }] } }).headers).toEqual([
      ["x", "1"],
      ["x", ""],
    ]);
    expect(offered({ headers: {} }).headers).toEqual([]);
  });
});

describe("an endpoint", () => {
  test("chooses the transport by its scheme, and keeps the polling interval where 0 is offered", () => {
    const reading = read({ destinationEndpoint: "https://new/v1/opamp" });
    expect(reading).toMatchObject({
      kind: "offered",
      settings: { endpoint: "https://new/v1/opamp", heartbeatMs: 30_000 },
    });
    expect(reading.kind === "offered" && reading.notes).toEqual([
      expect.stringContaining("heartbeat_interval_seconds"),
    ]);
  });

  test.each(["new", "ftp://new", "://"])("that is none is refused: %p", (destinationEndpoint) => {
    expect(refusal({ destinationEndpoint })).toContain("destination_endpoint");
  });
});

describe("a certificate", () => {
  test("alone replaces the present one and keeps the endpoint", () => {
    const offer = { certificate: { cert: utf8.encode(cert), privateKey: utf8.encode(key) } };
    expect(offered(offer)).toEqual({ ...current, certificate: { cert, key }, heartbeatMs: 0 });
  });

  test("C-073 without a key pairs with the key of the request that is under way", () => {
    const offer = { certificate: { cert: utf8.encode(cert) } };
    expect(offered(offer, { pendingKey: key }).certificate).toEqual({ cert, key });
    expect(refusal(offer)).toContain("certificate.private_key");
  });

  test("without a key pairs with the present key too: it is the present one, offered again", () => {
    const offer = { certificate: { cert: utf8.encode(cert) } };
    const inForce = { ...current, certificate: { cert, key } };
    for (const pendingKey of [undefined, foreignKey]) {
      const reading = readSettingsOffer(offer, inForce, { ...strict, ...(pendingKey && { pendingKey }) });
      expect(reading).toMatchObject({ kind: "offered", settings: { certificate: { cert, key } } });
    }
  });

  test.each([
    ["certificate.cert: there is no PEM block CERTIFICATE", "x", key],
    ["certificate.cert: certificate 1 of 1 cannot be decoded", damaged, key],
    ["certificate.cert: there is no PEM block CERTIFICATE: it is empty", "", key],
    ["certificate.private_key: there is no PEM block PRIVATE KEY", cert, "hunter22"],
    ["certificate.private_key: the key does not belong to the certificate", cert, foreignKey],
  ])("that cannot be used is refused without its content: %s", (reason, certText, privateKey) => {
    const certificate = { cert: utf8.encode(certText), privateKey: utf8.encode(privateKey) };
    expect(refusal({ certificate })).toStartWith(reason);
    expect(refusal({ certificate })).not.toContain("hunter22");
  });

  test("for another key than that of the request is refused", () => {
    const offer = { certificate: { cert: utf8.encode(cert) } };
    expect(refusal(offer, { pendingKey: foreignKey })).toStartWith("certificate.cert: the key does not belong");
  });
});

describe("TLS settings", () => {
  test("C-087 replace the present ones wholly, but for the server name", () => {
    const tls = {
      caPemContents: otherCA,
      includeSystemCaCertsPool: true,
      minVersion: "TLSv1.2",
      maxVersion: "1.3",
      cipherSuites: ["TLS_RSA_WITH_AES_128_GCM_SHA256"],
    };
    expect(offered({ tls }, lenient).tls).toEqual({
      ca: otherCA,
      includeSystemRoots: true,
      minVersion: "1.2",
      maxVersion: "1.3",
      cipherSuites: ["TLS_RSA_WITH_AES_128_GCM_SHA256"],
      serverName: "name",
    });
    expect(offered({ tls: {} }, lenient).tls).toEqual({ serverName: "name" });
  });

  test.each<[string, NonNullable<OpAMPConnectionSettings["tls"]>]>([
    ["insecure_skip_verify", { caPemContents: CA, insecureSkipVerify: true }],
    ["ca_pem_contents", { caPemContents: otherCA }],
    ["ca_pem_contents", { caPemContents: CA, includeSystemCaCertsPool: true }],
    ["ca_pem_contents", {}],
    ["min_version", { caPemContents: CA, minVersion: "1.1" }],
  ])("that weaken the agent need the operator's leave: %s %p", (field, tls) => {
    expect(refusal({ tls })).toContain(`tls.${field}`);
    expect(read({ tls }, lenient).kind).toBe("offered");
  });

  test.each([
    ["min_version", { minVersion: "2" }],
    ["max_version", { maxVersion: "SSLv3" }],
    ["max_version is below", { minVersion: "1.3", maxVersion: "1.2" }],
    ["max_version is below", { maxVersion: "1.1" }],
  ])("that make no sense are refused: %s", (field, tls) => {
    expect(refusal({ tls }, lenient)).toContain(`tls.${field}`);
  });

  test.each([
    ["that nobody knows", "TLS_NULL", "must be one of TLS_ECDHE"],
    ["that only looks like one", "toString", "must be one of TLS_ECDHE"],
    ["that cannot be chosen", "TLS_AES_128_GCM_SHA256", "belongs to TLS 1.3"],
  ])("with a cipher suite %s are refused by its name", (_, suite, reason) => {
    const tls = { cipherSuites: ["TLS_RSA_WITH_AES_128_GCM_SHA256", suite] };
    expect(refusal({ tls }, lenient)).toStartWith(`tls.cipher_suites: ${JSON.stringify(suite)} ${reason}`);
  });

  test.each([
    ["tls.ca_pem_contents: there is no PEM block CERTIFICATE", "CA"],
    ["tls.ca_pem_contents: certificate 2 of 2 cannot be decoded", `${CA}${damaged}`],
  ])("with authorities that cannot be read are refused: %s", (reason, caPemContents) => {
    expect(refusal({ tls: { caPemContents } }, lenient)).toBe(reason);
  });
});

describe("a proxy", () => {
  test("C-087 replaces the present one, headers included; host:port is HTTP", () => {
    const connectHeaders = { headers: [{ key: "x", value: "1" }] };
    expect(offered({ proxy: { url: "https://p:1", connectHeaders } }).proxy).toEqual({
      url: "https://p:1",
      headers: [["x", "1"]],
    });
    expect(offered({ proxy: { url: "p:3128" } }).proxy).toEqual({ url: "http://p:3128" });
  });

  test.each(["", "socks5://p:1080", "http://"])("that cannot be used is refused: %p", (url) => {
    expect(refusal({ proxy: { url } })).toContain("proxy.url");
  });
});
