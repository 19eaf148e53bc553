import { describe, expect, test } from "bun:test";

import { judgeWay } from "../../../src/doctor/check-way.ts";
import { codes } from "../../../src/doctor/codes.ts";
import { areas } from "../../../src/doctor/finding.ts";
import type { WayReport } from "../../../src/runtime/inspection-ports.ts";

const now = Date.UTC(2026, 0, 1);
const dayMs = 24 * 60 * 60 * 1000;
const first = { host: "h", port: 443 };
const reached = { first, addresses: ["10.0.0.1"], connected: true } as const;
const chain = [
  { subject: "h", issuer: "ca", validFrom: now - dayMs, validTo: now + 90 * dayMs },
  { subject: "ca", issuer: "ca", validFrom: now - dayMs, validTo: now + 900 * dayMs },
];
const answer = { status: 405, date: now, skewMs: 200 };
const tls = { version: "TLSv1.3", chain };

function judged(way: WayReport, url = "wss://h/v1/opamp"): string[] {
  return judgeWay(way, { url, headers: [] }, now).map((finding) =>
    "code" in finding ? finding.code : `${finding.area} ${finding.severity}`,
  );
}

describe("a way", () => {
  test("that is open has nothing to be found", () => {
    expect(judged({ ...reached, tls, answer })).toEqual(["name ok", "connection ok", "tls ok", "clock ok"]);
    expect(judged({ ...reached, answer }, "ws://h")).toEqual(["name ok", "connection ok", "tls skipped", "clock ok"]);
  });

  test("is judged as far as it goes", () => {
    const loss = { code: "X", message: "because" };
    expect(judged({ first, loss })).toEqual(["NAME_UNKNOWN", "connection skipped", "tls skipped", "clock skipped"]);
    expect(judged({ first, addresses: ["x"], loss })).toEqual([
      "name ok",
      "UNREACHABLE",
      "tls skipped",
      "clock skipped",
    ]);
    const handshake = { code: "ERR_SSL_WRONG_VERSION_NUMBER", message: "no TLS" };
    expect(judged({ ...reached, loss: handshake })).toEqual([
      "name ok",
      "connection ok",
      "TLS_HANDSHAKE",
      "clock skipped",
    ]);
    const refused = { code: "PROXY", message: "407" };
    expect(judged({ ...reached, loss: refused })).toEqual(["name ok", "PROXY_FAILED", "tls skipped", "clock skipped"]);
    const silent = { code: "TIMEOUT", message: "no answer" };
    expect(judged({ ...reached, loss: silent }, "ws://h")).toContain("NO_ANSWER");
  });

  test.each([
    ["CERT_HAS_EXPIRED", "CERTIFICATE_EXPIRED"],
    ["CERT_NOT_YET_VALID", "CERTIFICATE_NOT_YET_VALID"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "CERTIFICATE_NAME"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "CERTIFICATE_UNTRUSTED"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "CERTIFICATE_UNTRUSTED"],
  ])("with a certificate of which OpenSSL says %s: %s", (code, finding) => {
    expect(judged({ ...reached, tls: { ...tls, fault: { code, message: "bad" } }, answer })).toContain(finding);
  });

  test("with a certificate that ends soon is worth a warning, whichever of the chain it is", () => {
    const [leaf, root] = chain;
    if (!leaf || !root) throw new Error("no chain");
    for (const [days, found] of [
      [13, true],
      [15, false],
    ] as const) {
      const soon = { ...tls, chain: [leaf, { ...root, validFrom: now - 100 * dayMs, validTo: now + days * dayMs }] };
      expect(judged({ ...reached, tls: soon, answer }).includes("CERTIFICATE_ENDS_SOON")).toBe(found);
    }
  });

  test.each([
    [0, "clock ok"],
    [-29_000, "clock ok"],
    [31_000, "CLOCK_SKEW"],
    [-31_000, "CLOCK_SKEW"],
    [300_000, "CLOCK_WRONG"],
    [-3_600_000, "CLOCK_WRONG"],
  ])("to a server from whose clock this one is %d ms away: %s", (skewMs, found) => {
    expect(judged({ ...reached, tls, answer: { ...answer, skewMs } })).toContain(found);
  });
});

test("every code has an area and says what to do, in words of a line", () => {
  for (const [code, { area, action }] of Object.entries(codes)) {
    expect(code).toMatch(/^[A-Z][A-Z_]+$/);
    expect(areas).toContain(area);
    expect(action).toMatch(/^\S.{5,140}[^.]$/);
  }
});
