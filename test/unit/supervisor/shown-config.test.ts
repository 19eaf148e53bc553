import { expect, test } from "bun:test";

import { shownConfig } from "../../../src/supervisor/shown-config.ts";

const config = (text: string) => ({
  configMap: { configMap: { "": { body: Buffer.from(text), contentType: "text/yaml" } } },
});
const text = (shown: ReturnType<typeof shownConfig>) =>
  new TextDecoder().decode(shown.configMap?.configMap?.[""]?.body ?? new Uint8Array());

test("headers of own telemetry are hidden, everything else is shown as it is", () => {
  const telemetry = { logs: { endpoint: "http://l", headers: [["Authorization", "Bearer abc123"]] as const } };
  const shown = shownConfig(config("headers: [{name: Authorization, value: Bearer abc123}]\nother: 1\n"), telemetry);
  expect(text(shown)).toBe("headers: [{name: Authorization, value: [REDACTED]}]\nother: 1\n");
  expect(shown.configMap?.configMap?.[""]?.contentType).toBe("text/yaml");
});

test("without such headers the report goes on untouched", () => {
  const reported = config("a: 1\n");
  expect(shownConfig(reported, {})).toBe(reported);
});
