import { stringify } from "yaml";

import { freePort } from "../../support/free-port.ts";
import { figuresOf } from "../run/processes.ts";
import type { Site, SiteOptions } from "../run/site.ts";
import type { BenchServer, Stage, Supervised } from "../run/stage.ts";
import type { Measure, Sample, Scenario } from "./scenario.ts";

type Settings = Omit<SiteOptions, "contestant" | "collector" | "server">;

/** With a feature, and without it: all else is the same. */
interface Feature {
  key: string;
  title: string;
  settings(stage: Stage): Promise<{ on: Settings; off?: Settings }>;
}

const features: readonly Feature[] = [
  {
    key: "health",
    title: "healthcheck",
    settings: async () => ({ on: { healthPort: await freePort() } }),
  },
  {
    key: "policy",
    title: "agent.policy",
    settings: async () => ({ on: { agent: { policy: { limits: { depth: 20 } } } } }),
  },
  {
    key: "packages",
    title: "packages taken",
    settings: async () => ({
      on: { capabilities: { accepts_packages: true }, agent: { package: { verifier: { type: "none" } } } },
    }),
  },
  {
    key: "telemetry",
    title: "own metrics and logs exported",
    settings: async (stage) => {
      const exporter = { otlp: { protocol: "http/protobuf", endpoint: stage.sink() } };
      const batch = { exporter };
      return { on: { telemetry: { metrics: { readers: [{ periodic: batch }] }, logs: { processors: [{ batch }] } } } };
    },
  },
  {
    key: "secrets",
    title: "storage.secrets",
    settings: async () => ({ on: { secrets: { key_source: "file", key_name: "key" }, files: { key: secretKey } } }),
  },
  {
    key: "flow",
    title: "agent.flow_guard",
    settings: async () => ({
      on: { local: await measured() },
      off: { local: await measured(), agent: { flow_guard: "off" } },
    }),
  },
];

/** Base64 of 32 bytes. */
const secretKey = Buffer.alloc(32, 7).toString("base64");

/** Waited before the memory is read, milliseconds: as in `memory-by-feature`. */
const settleMs = 35_000;

/** How often each is started, one after the other. */
const starts = 5;

/** What a feature costs: a figure of 100 % is nothing. The Go supervisor takes no part. */
export const featureCosts: Scenario = {
  name: "features",
  title: "Feature",
  story: `Each feature alone, on to off: ${starts} later starts in turn, and the memory ${settleMs / 1000} s after the last.`,
  maxRounds: 3,
  measures: features.flatMap(({ key, title }): Measure[] => [
    { key: `${key}-start`, title: `${title}: later start → healthy, on to off`, unit: "%", aim: undefined },
    { key: `${key}-anonymous`, title: `${title}: anonymous memory, on to off`, unit: "%", aim: undefined },
  ]),
  async run(stage) {
    if (stage.contestant.name !== "ours") return {};
    const begun = [];
    for (const feature of features) begun.push(await begin(stage, feature));
    await Bun.sleep(settleMs);
    return Object.fromEntries(begun.flatMap((each) => ratiosOf(each)));
  },
};

interface Begun {
  key: string;
  on: Started;
  off: Started;
}

interface Started {
  supervisor: Supervised;
  /** Milliseconds from the start to the healthy Collector, one for each. */
  took: number[];
}

async function begin(stage: Stage, { key, settings }: Feature): Promise<Begun> {
  const { on, off = {} } = await settings(stage);
  const sides = { on: await opened(stage, on), off: await opened(stage, off) };
  for (let index = 0; index < starts; index += 1) {
    for (const side of [sides.on, sides.off]) await startAgain(side);
  }
  return { key, on: started(sides.on), off: started(sides.off) };
}

interface Side {
  server: BenchServer;
  site: Site;
  supervisor: Supervised | undefined;
  took: number[];
}

/** After a first start, of which a later one knows the Collector. */
async function opened(stage: Stage, settings: Settings): Promise<Side> {
  const server = await stage.server();
  const site = await stage.site({ ...settings, server: { endpoint: server.endpoint } });
  const supervisor = site.start();
  await server.healthy();
  return { server, site, supervisor, took: [] };
}

async function startAgain(side: Side): Promise<void> {
  const { server, site } = side;
  await side.supervisor?.stop();
  await server.until(() => server.agent === undefined);
  server.arrivals = [];
  const supervisor = site.start();
  side.supervisor = supervisor;
  side.took.push((await server.healthy()).at - supervisor.startedAt);
}

function started({ supervisor, took }: Side): Started {
  if (supervisor === undefined) throw new Error("it was not started");
  return { supervisor, took };
}

function ratiosOf({ key, on, off }: Begun): [string, Sample][] {
  const memory = [on, off].map(({ supervisor }) => {
    if (!supervisor.running) throw new Error(`the supervisor with ${key} has ended`);
    return figuresOf(supervisor.pid).anonymousBytes;
  });
  return [
    [`${key}-start`, percent(Math.min(...on.took), Math.min(...off.took))],
    [`${key}-anonymous`, percent(memory[0] ?? 0, memory[1] ?? 0)],
  ];
}

function percent(on: number, off: number): number {
  return (on / off) * 100;
}

/** The Collector has metrics, which the flow guard needs, on a port of its own. */
async function measured(): Promise<string> {
  const pull = { exporter: { prometheus: { host: "127.0.0.1", port: await freePort() } } };
  return stringify({ service: { telemetry: { metrics: { level: "basic", readers: [{ pull }] } } } });
}
