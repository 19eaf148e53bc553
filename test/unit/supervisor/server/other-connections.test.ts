import { describe, expect, test } from "bun:test";

import type { ConnectionPlaceConfig } from "../../../../src/config/types.ts";
import { codec, type OtherConnectionSettings } from "../../../../src/opamp/wire/messages.ts";
import { mergeOthers, readOtherOffers, writeOthers } from "../../../../src/supervisor/server/other-connections.ts";
import { makeCertificates } from "../../../support/certificates.ts";

const { ca, client } = makeCertificates();
const pem = (text: string) => new TextEncoder().encode(text);
const certificate = { cert: pem(client.cert), privateKey: pem(client.key) };
const strict: ConnectionPlaceConfig = {
  path: ["exporters", "otlp"],
  settings: new Map([["wait", ["timeout"]]]),
  allowInsecureTls: false,
};
const places = new Map([
  ["strict", strict],
  ["lax", { ...strict, allowInsecureTls: true }],
]);

/** The answers to an offer of these connections, as they arrive. */
function answersTo(otherConnections: Record<string, OtherConnectionSettings>) {
  const bytes = codec.ConnectionSettingsOffers.encode({ otherConnections }).finish();
  return readOtherOffers(codec.ConnectionSettingsOffers.decode(bytes), places);
}

describe("an offer of other connections", () => {
  test("changes the fields alone that it sets, and the names that it has", () => {
    const whole = {
      destinationEndpoint: "https://a:1",
      headers: { headers: [{ key: "x", value: "y" }] },
      tls: { caPemContents: ca },
      certificate,
      proxy: { url: "proxy:3128" },
      otherSettings: { wait: "5s" },
    };
    const first = mergeOthers(new Map(), answersTo({ strict: whole, lax: { destinationEndpoint: "b:2" } }));
    const target = {
      endpoint: "https://a:1",
      headers: [["x", "y"]] as const,
      tls: { ca },
      certificate: client,
      proxy: "http://proxy:3128",
      settings: new Map([["wait", "5s"]]),
    };
    expect(Object.fromEntries(first)).toEqual({ strict: target, lax: { endpoint: "b:2", headers: [] } });
    const later = (settings: OtherConnectionSettings) =>
      mergeOthers(first, answersTo({ strict: settings })).get("strict");
    expect(later({})).toEqual(target);
    expect(later({ destinationEndpoint: "c:3" })).toEqual({ ...target, endpoint: "c:3" });
    expect(later({ headers: {} })).toMatchObject({ endpoint: "https://a:1", headers: [], certificate: client });
    expect(later({ tls: { minVersion: "1.3" } })).toMatchObject({ tls: { minVersion: "1.3" }, certificate: client });
  });

  test("reads back equal once it is written", () => {
    const tls = { caPemContents: ca, includeSystemCaCertsPool: true, minVersion: "1.3", maxVersion: "1.3" };
    const offer = {
      strict: { destinationEndpoint: "a", tls, certificate, proxy: { url: "http://p" }, otherSettings: { wait: "1s" } },
    };
    const others = mergeOthers(new Map(), answersTo(offer));
    expect(mergeOthers(new Map(), answersTo(writeOthers(others).otherConnections ?? {}))).toEqual(others);
    expect(writeOthers(new Map())).toEqual({});
  });

  test("under a name that has no place is refused with those that have one", () => {
    expect(answersTo({ __proto__x: {}, lax: {} })).toEqual([
      { name: "__proto__x", refused: "agent.other_connections does not know this name; it knows strict, lax" },
      { name: "lax", asks: {} },
    ]);
    expect(readOtherOffers({ otherConnections: { a: {} } }, new Map())).toEqual([
      { name: "a", refused: "agent.other_connections does not know this name; it knows none" },
    ]);
  });

  test.each<[string, OtherConnectionSettings]>([
    ['other_settings: "deep" has no place; known are wait', { otherSettings: { deep: "x" } }],
    ["proxy.url is no URL with http, https or socks5, and no host:port", { proxy: { url: "ftp://p" } }],
    ["proxy.url is no URL with http, https or socks5, and no host:port", { proxy: {} }],
    [
      "proxy.connect_headers cannot be set in the Collector",
      { proxy: { url: "http://p", connectHeaders: { headers: [{ key: "a", value: "b" }] } } },
    ],
    ["tls.insecure_skip_verify is not allowed here", { tls: { insecureSkipVerify: true } }],
    ["tls.min_version below 1.2 is not allowed here", { tls: { minVersion: "1.0" } }],
  ])("is refused as a whole: %s", (refused, settings) => {
    expect(answersTo({ strict: { destinationEndpoint: "a", ...settings } })).toEqual([{ name: "strict", refused }]);
  });

  test("may do without the check of the peer where the operator allows it", () => {
    expect(answersTo({ lax: { tls: { insecureSkipVerify: true } } })).toEqual([
      { name: "lax", asks: { tls: { insecureSkipVerify: true } } },
    ]);
  });
});
