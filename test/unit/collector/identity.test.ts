import { expect, test } from "bun:test";

import { collectorIdentity, type IdentityFacts } from "../../../src/collector/identity.ts";

const stat = { kind: "file", size: 100, modifiedAt: 1, inode: 7, executable: true } as const;
const host = { os: "linux", arch: "amd64", name: "here", release: "6.1", env: { HOME: "/", OTEL_A: "1" } } as const;
const facts: IdentityFacts = {
  executable: "/usr/bin/otelcol",
  stat,
  args: ["--set", "a"],
  configuredEnv: { TOKEN: "very secret", B: "2" },
  host,
};
const identity = collectorIdentity(facts);

test("equal facts have an equal identity, in whatever order the variables come", () => {
  expect(collectorIdentity({ ...facts, configuredEnv: { B: "2", TOKEN: "very secret" } })).toBe(identity);
});

test("variables that the OpenTelemetry SDK does not read make no difference", () => {
  expect(collectorIdentity({ ...facts, host: { ...host, env: { ...host.env, HOME: "/root" } } })).toBe(identity);
});

test.each<[string, Partial<IdentityFacts>]>([
  ["another file", { executable: "/usr/local/bin/otelcol" }],
  ["another size", { stat: { ...stat, size: 101 } }],
  ["another time of change", { stat: { ...stat, modifiedAt: 1.5 } }],
  ["a replaced file", { stat: { ...stat, inode: 8 } }],
  ["other arguments", { args: ["--set", "b"] }],
  ["arguments cut in other places", { args: ["--set a"] }],
  ["another value of a variable", { configuredEnv: { TOKEN: "another", B: "2" } }],
  ["another variable of the SDK", { host: { ...host, env: { OTEL_A: "2" } } }],
  ["another name of the host", { host: { ...host, name: "there" } }],
  ["another kernel", { host: { ...host, release: "6.2" } }],
])("%s is another identity", (_, change) => {
  expect(collectorIdentity({ ...facts, ...change })).not.toBe(identity);
});

test("the identity is a digest that gives no value away", () => {
  expect(identity).toMatch(/^[0-9a-f]{64}$/);
});
