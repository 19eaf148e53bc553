import type { Measure } from "../../scenarios/scenario.ts";
import { goProgram, type Program } from "../run/program.ts";
import { startClients, startServer } from "../run/side.ts";
import type { ProtocolScenario } from "./protocol-scenario.ts";

const connections = 50;
const trips = 1000;

const story =
  `On each of ${connections} connections, ${trips} times one after the other, a report of the outcome of another ` +
  "configuration and the server's answer to it, after 100 to warm up.";

const serverBehind =
  "By sampling, half of our server's own time goes into the answer; it also copies what it keeps out of the frame, looks for repeats and clones, and watches agents that do not read, which the Go server leaves to its owner. One thread does all of it, where Go has several on as many cores.";
const clientBehind =
  "By sampling, two fifths of our client's time are in Bun's own code (its WebSocket client, the collector of garbage), a fifth is in the kernel; a round trip costs it one system call to send and one to receive.";

function tripArgs(url: string): string[] {
  return [`--url=${url}`, `--count=${connections}`, "--warm-up=100", `--trips=${trips}`];
}

function measures(behind: string): Measure[] {
  return [
    { key: "cpu", title: "processor time per round trip", unit: "µs", aim: 1, behind },
    { key: "kernel", title: "of it in the kernel", unit: "µs", aim: undefined, behind },
    { key: "rate", title: "round trips", unit: "per s", better: "more", aim: undefined, behind },
  ];
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

export const serverTrips: ProtocolScenario = {
  name: "server",
  title: "Server",
  story: `${story} The load comes from ready frames over bare WebSockets, made in Go; the server merges the state and answers. The time is the server's.`,
  measures: measures(serverBehind),
  async run(side) {
    const { program, url } = await startServer(side);
    await using server = program;
    await using load = await goProgram("load", tripArgs(url));
    const run = await measure(server, load);
    return { ...run.server, rate: run.rate };
  },
};

export const clientTrips: ProtocolScenario = {
  name: "client",
  title: "Client",
  story: `${story} The server is the Go one for both. The time is the clients'.`,
  measures: measures(clientBehind),
  async run(side) {
    const { program, url } = await startServer({ name: "go" });
    await using server = program;
    await using clients = await startClients(side, tripArgs(url));
    const run = await measure(server, clients);
    return { ...run.clients, rate: run.rate };
  },
};

export const bothTrips: ProtocolScenario = {
  name: "both",
  title: "Client and server",
  story: `${story} Our clients at our server, the Go clients at the Go server. The time is that of both programs.`,
  measures: measures(clientBehind),
  async run(side) {
    const { program, url } = await startServer(side);
    await using server = program;
    await using clients = await startClients(side, tripArgs(url));
    const run = await measure(server, clients);
    return {
      cpu: run.server.cpu + run.clients.cpu,
      kernel: run.server.kernel + run.clients.kernel,
      rate: run.rate,
    };
  },
};
