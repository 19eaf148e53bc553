import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Measure } from "../../scenarios/scenario.ts";
import { goProgram, ourProgram, type Program } from "../run/program.ts";
import { startServer } from "../run/side.ts";
import type { ProtocolScenario } from "./protocol-scenario.ts";

const agents = 10_000;

const measures = (behind: string): Measure[] => [
  { key: "perAgent", title: "memory per agent", unit: "B", aim: 1, behind },
  { key: "resident", title: `RSS with ${agents} agents`, unit: "bytes", aim: undefined },
  { key: "arrival", title: "until all are in", unit: "ms", aim: undefined },
];

const story = `${agents} agents connect, report 3 kB each and stay. Memory per agent is the growth of what the process cannot give back (RssAnon).`;

/** Connects them all and looks at the server's memory before and after. */
async function fill(server: Program, url: string) {
  const before = server.figures.anonymousBytes;
  const start = performance.now();
  await using load = await goProgram("hold", [`--url=${url}`, `--count=${agents}`]);
  await load.next("held");
  const arrival = performance.now() - start;
  const { anonymousBytes, residentBytes } = server.figures;
  return { perAgent: (anonymousBytes - before) / agents, resident: residentBytes, arrival };
}

export const connectedAgents: ProtocolScenario = {
  name: "agents",
  title: "10 000 agents",
  story: `${story} Our server alone against the Go server, each with the state of each agent.`,
  maxRounds: 3,
  measures: measures("The state of an agent is kept as objects."),
  async run(side) {
    const { program, url } = await startServer(side);
    await using server = program;
    return await fill(server, url);
  },
};

export const connectedAgentsOfExample: ProtocolScenario = {
  name: "agents-example",
  title: "10 000 agents, example server",
  story: `${story} The example server, which has a page, a timeline of each agent and a database, against the Go server, which has none of them.`,
  maxRounds: 2,
  measures: measures("The example server writes each agent to its database and keeps what its page shows."),
  async run(side) {
    if (side.name === "go") return await connectedAgents.run(side);
    const directory = await mkdtemp(join(tmpdir(), "opamp-bench-"));
    try {
      await using server = ourProgram("example-server", [directory]);
      const { port } = await server.next("listening");
      return await fill(server, `ws://127.0.0.1:${Number(port)}/v1/opamp`);
    } finally {
      await rm(directory, { recursive: true });
    }
  },
};
