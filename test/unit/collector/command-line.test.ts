import { expect, test } from "bun:test";

import { runArguments, validateArguments } from "../../../src/collector/command-line.ts";
import { collectorEnvironment, markVariable } from "../../../src/collector/environment.ts";
import { newToken } from "../../../src/collector/generation.ts";
import { createRandom } from "../../../src/runtime/shared/random.ts";

test("the operator's arguments come last", () => {
  expect(runArguments("/s/effective.yaml", { args: ["--set", "x=1"], allowNoPipelines: false })).toEqual([
    "--config",
    "/s/effective.yaml",
    "--set",
    "x=1",
  ]);
});

test("a Collector that knows the gate is allowed to run without pipelines", () => {
  expect(runArguments("c.yaml", { args: ["-x"], allowNoPipelines: true })).toEqual([
    "--config",
    "c.yaml",
    "--feature-gates",
    "service.AllowNoPipelines",
    "-x",
  ]);
});

test("a configuration is checked with the arguments that it will run with", () => {
  const facts = { args: ["--set", "x=1"], allowNoPipelines: true };
  expect(validateArguments("c.yaml", facts)).toEqual(["validate", ...runArguments("c.yaml", facts)]);
});

test("the operator's variables win over inherited ones, and nothing over the mark", () => {
  const environment = collectorEnvironment({
    inherited: { A: "inherited", B: "inherited" },
    configured: { B: "configured", [markVariable]: "configured" },
    mark: "mark",
  });
  expect(environment).toEqual({ A: "inherited", B: "configured", [markVariable]: "mark" });
});

test("tokens are long, differ, and stand in a header and in YAML as they are", () => {
  const random = createRandom();
  const tokens = new Set(Array.from({ length: 100 }, () => newToken(random)));
  expect(tokens.size).toBe(100);
  for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
});
