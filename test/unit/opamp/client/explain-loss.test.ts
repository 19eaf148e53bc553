import { describe, expect, test } from "bun:test";

import { explainLoss, shownUrl } from "../../../../src/opamp/client/explain-loss.ts";

const refused = (status: number, headers = {}) =>
  explainLoss({ code: "HTTP", message: "", response: { status, headers } });

describe("explainLoss()", () => {
  test.each([401, 403])("says of HTTP %d that the credentials are to be checked", (status) => {
    expect(refused(status)).toContain(`HTTP ${status}`);
    expect(refused(status)).toContain("Authorization");
  });

  test.each([401, 403])("says of HTTP %d from behind a proxy that it may come from that", (status) => {
    const proxy = "proxy.test:3128";
    const text = explainLoss({ code: "HTTP", message: "", response: { status, headers: {} }, proxy });
    expect(text).toContain(`the server, or the proxy ${proxy} before it, refused the connection with HTTP ${status}`);
    expect(text).toContain("what the proxy asks for");
  });

  test("says of HTTP 404 that the path is to be checked", () => {
    expect(refused(404)).toContain("/v1/opamp");
  });

  test.each([
    [200, "scheme"],
    [405, "scheme"],
    [415, "compression"],
    [503, "cannot take the connection now"],
    [418, "check the endpoint"],
  ])("says of HTTP %d what to check: %s", (status, advice) => {
    expect(refused(status)).toContain(advice);
  });

  test("says whose message was too large", () => {
    expect(explainLoss({ code: "CLOSED", message: "", closeCode: 1009 })).toContain("larger than the server takes");
    expect(explainLoss({ code: "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", message: "" })).toContain("larger than the limit");
  });

  test("shows no header of the answer", () => {
    expect(refused(302, { location: "wss://user:secret@host/" })).not.toContain("secret");
  });

  test("passes on what the system says", () => {
    expect(explainLoss({ code: "ECONNREFUSED", message: "connect ECONNREFUSED 127.0.0.1:1" })).toContain(
      "ECONNREFUSED",
    );
  });
});

describe("shownUrl()", () => {
  test("leaves out user information and query", () => {
    expect(shownUrl("wss://user:secret@host:4320/v1/opamp?token=secret")).toBe("wss://host:4320/v1/opamp");
  });

  test("does not repeat what is no URL", () => {
    expect(shownUrl("secret")).toBe("(invalid URL)");
  });
});
