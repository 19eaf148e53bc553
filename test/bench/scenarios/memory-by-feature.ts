import { makeCertificates } from "../../support/certificates.ts";
import { freePort } from "../../support/free-port.ts";
import { figuresOf } from "../run/processes.ts";
import type { Stage, Supervised } from "../run/stage.ts";
import { type Measure, runtimeAlone, type Scenario } from "./scenario.ts";

interface Feature {
  key: string;
  title: string;
  /** The Go supervisor has it not. */
  oursAlone?: boolean;
  /** Resolves when the Collector runs. */
  start(stage: Stage): Promise<Supervised>;
}

/**
 * Waited before the memory is read, milliseconds: what a start has taken, and is not needed, is given back by then, and what
 * a heartbeat uses is in memory again.
 */
const settleMs = 35_000;

const features: readonly Feature[] = [
  { key: "plain", title: "a WebSocket alone", start: (stage) => connecting(stage) },
  {
    key: "none",
    title: "no server",
    oursAlone: true,
    start: async (stage) => {
      const supervisor = (await stage.site({ server: undefined })).start();
      await supervisor.collectorPid();
      return supervisor;
    },
  },
  { key: "polling", title: "plain HTTP", start: (stage) => connecting(stage, { scheme: "http" }) },
  { key: "tls", title: "TLS", start: overTls },
  {
    key: "healthcheck",
    title: "healthcheck",
    start: async (stage) => connecting(stage, { healthPort: await freePort() }),
  },
  {
    key: "passthrough",
    title: "agent.passthrough_logs",
    start: (stage) => connecting(stage, { agent: { passthrough_logs: true } }),
  },
  {
    key: "policy",
    title: "agent.policy",
    oursAlone: true,
    start: (stage) => connecting(stage, { agent: { policy: { limits: { depth: 20 } } } }),
  },
];

/** All of them are watched at once, and started one after the other: the Go supervisor gives up where a start takes long. */
export const memoryByFeature: Scenario = {
  name: "memory-by-feature",
  title: "Memory with",
  story: `Each feature alone, after a first start with a Collector that does nothing: ${settleMs / 1000} s later.`,
  maxRounds: 3,
  measures: features.flatMap(({ key, title }): Measure[] => [
    { key: `${key}-resident`, title: `${title}: RSS`, unit: "bytes", aim: undefined, behind: runtimeAlone },
    { key: `${key}-anonymous`, title: `${title}: anonymous`, unit: "bytes", aim: undefined, behind: runtimeAlone },
  ]),
  async run(stage) {
    const wanted = features.filter(({ oursAlone = false }) => !oursAlone || stage.contestant.name === "ours");
    const started: { key: string; supervisor: Supervised }[] = [];
    for (const { key, start } of wanted) started.push({ key, supervisor: await start(stage) });
    await Bun.sleep(settleMs);
    return Object.fromEntries(
      started.flatMap(({ key, supervisor }) => {
        if (!supervisor.running) throw new Error(`the supervisor with ${key} has ended`);
        const { residentBytes, anonymousBytes } = figuresOf(supervisor.pid);
        return [
          [`${key}-resident`, residentBytes],
          [`${key}-anonymous`, anonymousBytes],
        ];
      }),
    );
  },
};

interface ConnectingOptions {
  /** Default `ws`. */
  scheme?: "ws" | "http";
  agent?: Readonly<Record<string, unknown>>;
  healthPort?: number;
}

async function connecting(stage: Stage, { scheme = "ws", ...options }: ConnectingOptions = {}): Promise<Supervised> {
  const server = await stage.server();
  const endpoint = `${scheme}://127.0.0.1:${server.port}/v1/opamp`;
  const supervisor = (await stage.site({ ...options, server: { endpoint } })).start();
  await server.healthy();
  return supervisor;
}

async function overTls(stage: Stage): Promise<Supervised> {
  const { ca, server: tls } = makeCertificates();
  const server = await stage.server({ tls });
  const endpoint = `wss://localhost:${server.port}/v1/opamp`;
  const supervisor = (await stage.site({ server: { endpoint, tls: { ca_pem: ca } } })).start();
  await server.healthy();
  return supervisor;
}
