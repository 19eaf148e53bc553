import { expect, test } from "bun:test";

import { telemetryFormOf } from "../../../src/collector/telemetry-form.ts";
import { textAttributes } from "../../support/scripted-agent.ts";

const contrib = "github.com/open-telemetry/opentelemetry-collector-contrib/extension/opampextension";

function formOf(module: string) {
  const opamp = { metadata: textAttributes({ "code.namespace": module }) };
  return telemetryFormOf({ components: { extensions: { subComponentMap: { opamp } } } });
}

test("the version of the opamp extension tells the form from v0.151.0 on", () => {
  expect(formOf(`${contrib} v0.99.0`)).toBe("inline");
  expect(formOf(`${contrib} v0.150.1`)).toBe("inline");
  expect(formOf(`${contrib} v0.151.0`)).toBe("declarative");
  expect(formOf(`${contrib} v0.165.2`)).toBe("declarative");
});

test.each([
  ["an extension from elsewhere", "example.org/fork/opampextension v0.151.0"],
  ["a major version that is not known", `${contrib} v1.0.0`],
  ["a version between two releases", `${contrib} v0.150.1-0.20260401000000-0123456789ab`],
  ["a build without versions", contrib],
])("%s tells none", (_, module) => {
  expect(formOf(module)).toBeUndefined();
});

test("components that are not told, or not with their modules, tell none", () => {
  expect(telemetryFormOf(undefined)).toBeUndefined();
  expect(telemetryFormOf({ components: { extensions: {} } })).toBeUndefined();
  expect(telemetryFormOf({ components: { extensions: { subComponentMap: { opamp: {} } } } })).toBeUndefined();
});
