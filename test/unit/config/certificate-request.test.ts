import { describe, expect, test } from "bun:test";

import { linesOf } from "../../support/supervisor-yaml.ts";

const text = (request: string) =>
  `server: { endpoint: "wss://h/v1/opamp", certificate_request: { ${request} } }\nagent: { executable: /otelcol }\n`;

test("a request without the capability that lets its answer in is refused", async () => {
  const [line] = await linesOf(text("enabled: true"));
  expect(line).toEndWith(
    "server::certificate_request::enabled: true needs capabilities::accepts_opamp_connection_settings: true",
  );
});

describe("what no certificate can hold is refused", () => {
  test.each([
    ["key_type: rsa", 'key_type must be one of p256, ed25519; was "rsa"'],
    ["dns_names: [a b]", 'dns_names[0] must be a DNS name; was "a b"'],
    [`common_name: ${"x".repeat(65)}`, "common_name must have at most 64 characters"],
  ])("%s", async (request, message) => {
    const lines = await linesOf(text(request));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`server::certificate_request::${message}`);
  });
});
