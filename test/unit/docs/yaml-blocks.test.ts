import { describe, expect, test } from "bun:test";

import { parse, stringify } from "yaml";
import { z } from "zod";

import { blocksOf } from "../../support/doc-blocks.ts";
import { configOf } from "../../support/supervisor-yaml.ts";

/** What is valid without the rest: a block shows some sections, and these stand for those that it leaves out. */
const needed = {
  server: { endpoint: "wss://opamp.example.com/v1/opamp" },
  agent: { executable: "/usr/local/bin/otelcol" },
};

/** What the examples name: variables, and files by their path. */
const env = { AGENT_UID: "01965352-9958-72da-905c-e40329c32c64" };

const pages = ["certificates.md", "configuration.md", "identity.md", "packages.md", "telemetry.md"];
const blocks = pages
  .flatMap((page) => blocksOf(`docs/${page}`))
  .filter(({ language }) => language === "yaml")
  .map((block) => [`${block.page}:${block.line} ${block.under}`, block] as const);

/** Sections of a Collector's configuration, and of a workflow: blocks with one of them are not the supervisor's. */
const ofOthers = ["receivers", "processors", "exporters", "steps"];
const isTheSupervisors = (text: string) => !Object.keys(parse(text) ?? {}).some((key) => ofOthers.includes(key));

const section = z.record(z.string(), z.unknown());

/** The block's sections over those that have to be there. */
function filledIn(text: string): string {
  const shown = z.record(z.string(), section).parse(parse(text) ?? {});
  const { server, agent, ...others } = shown;
  return stringify({ server: { ...needed.server, ...server }, agent: { ...needed.agent, ...agent }, ...others });
}

describe("an example of supervisor.yaml is one that the supervisor takes", () => {
  test.each(blocks.filter(([, { text }]) => isTheSupervisors(text)))("%s", async (_, { text }) => {
    expect((await configOf(filledIn(text), { env })).agent.executable).toStartWith("/");
  });

  test("and one with a mistake in it is not", async () => {
    expect(configOf(filledIn("agent: { exectuable: /x }"), { env })).rejects.toThrow("did you mean `executable`");
  });
});

test("the others are a layer of the Collector's and a workflow", () => {
  const others = blocks.filter(([, { text }]) => !isTheSupervisors(text)).map(([, { text }]) => parse(text));
  const [layer, workflow] = others;
  expect(others).toHaveLength(2);
  expect(layer.processors.geoip.providers.maxmind.database_path).toMatch(/^\$\{env:OPAMP_PACKAGE_[A-Z_]+\}$/);
  expect(workflow.permissions["id-token"]).toBe("write");
});
