import type { Measure } from "../../scenarios/scenario.ts";
import { goProgram, type Program } from "../run/program.ts";
import { type RunningServer, startBareClients, startClients, startServer } from "../run/side.ts";
import type { ProtocolScenario } from "./protocol-scenario.ts";

const connections = 50;
const trips = 1000;
/** Enough for the engine to have compiled what runs. */
const warmUp = 500;

const story =
  `On each of ${connections} connections, ${trips} times one after the other, a report of the outcome of another ` +
  `configuration and the server's answer to it, after ${warmUp} to warm up.`;

const serverBehind =
  "One thread does all the work of our server, where Go has one on each core. What it takes beyond the runtime alone goes into decoding, the state of the agent, the looks for repeats and clones, and the answer.";
const clientBehind =
  "One thread does all the work of our clients, where Go has one on each core. What it takes beyond the runtime alone goes into the comparison with what was reported before, encoding, and the reading of the answer.";

function tripArgs(url: string): string[] {
  return [`--url=${url}`, `--count=${connections}`, `--warm-up=${warmUp}`, `--trips=${trips}`];
}

const measures: Measure[] = [
  { key: "cpu", title: "processor time per round trip", unit: "µs", aim: undefined },
  { key: "kernel", title: "of it in the kernel", unit: "µs", aim: undefined },
  { key: "rate", title: "round trips", unit: "per s", better: "more", aim: undefined },
];

/** The processor time has to be no more than the reference's; `behind` says why a figure is where it is not. */
function aimedMeasures(behind: string): Measure[] {
  return measures.map((each) => ({ ...each, aim: each.key === "cpu" ? 1 : undefined, behind }));
}

/** Microseconds of processor time per round trip. */
interface Cost {
  cpu: number;
  kernel: number;
}

interface Run {
  server: Cost;
  clients: Cost;
  /** Round trips per second. */
  rate: number;
}

async function measure(server: Program, clients: Program): Promise<Run> {
  await clients.next("begin");
  const [cpuMs, kernelMs] = [server.figures.cpuMs, server.kernelMs];
  const { seconds, cpuSeconds, kernelSeconds } = await clients.next("end");
  const count = connections * trips;
  return {
    server: {
      cpu: ((server.figures.cpuMs - cpuMs) * 1000) / count,
      kernel: ((server.kernelMs - kernelMs) * 1000) / count,
    },
    clients: { cpu: (Number(cpuSeconds) * 1e6) / count, kernel: (Number(kernelSeconds) * 1e6) / count },
    rate: count / Number(seconds),
  };
}

/** The figures of a server that runs, under a load that is started for it. */
async function serve({ program, url }: RunningServer, startLoad: (args: string[]) => Promise<Program>): Promise<Run> {
  await using server = program;
  await using load = await startLoad(tripArgs(url));
  return await measure(server, load);
}

const goLoad = (args: string[]) => goProgram("load", args);

export const serverTrips: ProtocolScenario = {
  name: "server",
  title: "Server",
  story: `${story} The load comes from ready frames over bare WebSockets, made in Go; the server merges the state and answers. The time is the server's.`,
  measures: aimedMeasures(serverBehind),
  async run(side) {
    const { server, rate } = await serve(await startServer(side), goLoad);
    return { ...server, rate };
  },
};

export const bareServerTrips: ProtocolScenario = {
  name: "server-bare",
  title: "Server, runtime alone",
  story:
    "The same load on a server that knows nothing of the protocol and answers each message with ready bytes: Bun's own server, and Go's with gorilla/websocket. What the server above takes beyond this is the library's part.",
  measures,
  async run(side) {
    const { server, rate } = await serve(await startServer(side, "bare-server"), goLoad);
    return { ...server, rate };
  },
};

export const clientTrips: ProtocolScenario = {
  name: "client",
  title: "Client",
  story: `${story} The server is the Go one for both. The time is the clients'.`,
  measures: aimedMeasures(clientBehind),
  async run(side) {
    const { clients, rate } = await serve(await startServer({ name: "go" }), (args) => startClients(side, args));
    return { ...clients, rate };
  },
};

export const bareClientTrips: ProtocolScenario = {
  name: "client-bare",
  title: "Client, runtime alone",
  story:
    "The same with ready frames over WebSockets that know nothing of the protocol: those of Bun, and those of gorilla/websocket. What the clients above take beyond this is the library's part.",
  measures,
  async run(side) {
    const { clients, rate } = await serve(await startServer({ name: "go" }), (args) => startBareClients(side, args));
    return { ...clients, rate };
  },
};

export const bothTrips: ProtocolScenario = {
  name: "both",
  title: "Client and server",
  story: `${story} Our clients at our server, the Go clients at the Go server. The time is that of both programs.`,
  measures: aimedMeasures(clientBehind),
  async run(side) {
    const { server, clients, rate } = await serve(await startServer(side), (args) => startClients(side, args));
    return { cpu: server.cpu + clients.cpu, kernel: server.kernel + clients.kernel, rate };
  },
};
