import type { ServerStatus } from "../../control/snapshot.ts";
import type { ProcessUsage } from "../../runtime/process-ports.ts";
import type { Reading, ReadName } from "../../telemetry/instruments.ts";
import { isLive, type State } from "../mind/state.ts";
import type { Delay } from "./loop-delay.ts";

/** What there is to read at one moment. */
export interface Readable {
  /** Milliseconds since the Unix epoch. */
  now: number;
  uptimeMs: number;
  /** `undefined`: the Collector is not known yet. */
  state: State | undefined;
  server: ServerStatus["state"];
  /** Of this process, and of the Collector's. */
  own: ProcessUsage | undefined;
  collector: ProcessUsage | undefined;
  delay: Delay;
}

const connectionStates = ["connecting", "connected", "waiting"] as const;

/** The values of all instruments that are read when they are exported. */
export function readings({ now, uptimeMs, state, server, own, collector, delay }: Readable): Reading[] {
  const isFallback = state?.fallback === "in-force" || state?.fallback === "last-resort";
  const process = state?.process;
  const startedAt = process?.is === "up" || process?.is === "reloading" ? process.startedAt : undefined;
  return [
    { name: "supervisor.agent.health_status", value: state?.reported.health?.healthy === true ? 1 : 0 },
    { name: "supervisor.agent.fallback_status", value: isFallback ? 1 : 0 },
    ...(server === "none"
      ? []
      : connectionStates.map((name): Reading => {
          const value = name === server ? 1 : 0;
          return { name: "supervisor.server.connection.state", value, attributes: { state: name } };
        })),
    ...downloads(state),
    ...(startedAt === undefined
      ? []
      : [{ name: "supervisor.collector.uptime" as const, value: (now - startedAt) / 1000 }]),
    ...usage(collector, {
      cpu: "supervisor.collector.cpu.time",
      memory: "supervisor.collector.memory.usage",
      files: "supervisor.collector.file_descriptor.count",
    }),
    ...usage(own, {
      cpu: "process.cpu.time",
      memory: "process.memory.usage",
      files: "process.unix.file_descriptor.count",
      virtual: "process.memory.virtual",
      threads: "process.thread.count",
    }),
    { name: "process.uptime", value: uptimeMs / 1000 },
    { name: "nodejs.eventloop.delay.mean", value: delay.meanMs / 1000 },
    { name: "nodejs.eventloop.delay.max", value: delay.maxMs / 1000 },
  ];
}

/** The Collector's process, where one lives. */
export function collectorPid(state: State | undefined): number | undefined {
  const process = state?.process;
  return process && isLive(process) && process.is !== "starting" ? process.pid : undefined;
}

function downloads(state: State | undefined): Reading[] {
  return (state?.packages.told ?? []).flatMap(({ name, phase, progress }): Reading[] => {
    if (phase !== "downloading" || progress === undefined) return [];
    const attributes = { "package.name": name };
    return [
      { name: "supervisor.package.download.progress", value: progress.percent / 100, attributes },
      { name: "supervisor.package.download.rate", value: progress.bytesPerSecond, attributes },
    ];
  });
}

interface UsageNames {
  cpu: ReadName;
  memory: ReadName;
  files: ReadName;
  virtual?: ReadName;
  threads?: ReadName;
}

function usage(used: ProcessUsage | undefined, names: UsageNames): Reading[] {
  if (used === undefined) return [];
  const { cpuUserS, cpuSystemS, memoryBytes, openFiles, virtualBytes, threads } = used;
  const given: [ReadName | undefined, number | undefined][] = [
    [names.memory, memoryBytes],
    [names.files, openFiles],
    [names.virtual, virtualBytes],
    [names.threads, threads],
  ];
  return [
    { name: names.cpu, value: cpuUserS, attributes: { "cpu.mode": "user" } },
    { name: names.cpu, value: cpuSystemS, attributes: { "cpu.mode": "system" } },
    ...given.flatMap(([name, value]): Reading[] => (name && value !== undefined ? [{ name, value }] : [])),
  ];
}
