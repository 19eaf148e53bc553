/** What one instrument measures. */
export interface Instrument {
  name: string;
  /** `gauge`, `upDownCounter` and `observedCounter` are read when they are exported; the others are told as it happens. */
  kind: "counter" | "histogram" | "gauge" | "upDownCounter" | "observedCounter";
  /** UCUM. */
  unit: string;
  description: string;
  /** Names of its attributes, with what they may hold. */
  attributes: Readonly<Record<string, string>>;
  /** Whose name it is. */
  named: "conventions" | "Go supervisor" | "here";
}

const cpuMode = { "cpu.mode": "`user`, `system`" };
const direction = { "network.io.direction": "`transmit`, `receive`" };
const packageName = { "package.name": "name of the package" };

/** Every instrument, in the order of docs/telemetry.md, which is held to it by a test. */
export const instruments = [
  {
    name: "supervisor.agent.health_status",
    kind: "upDownCounter",
    unit: "1",
    description: "1 while the agent is healthy, else 0.",
    attributes: {},
    named: "Go supervisor",
  },
  {
    name: "supervisor.agent.fallback_status",
    kind: "upDownCounter",
    unit: "1",
    description: "1 while the fallback configurations run, else 0.",
    attributes: {},
    named: "Go supervisor",
  },
  {
    name: "supervisor.apply.duration",
    kind: "histogram",
    unit: "s",
    description: "How long a phase of bringing a configuration, connections or a package into force has taken.",
    attributes: {
      phase: "`composing`, `validating`, `switching`, `proving`, `emptying`, `reverting`",
      outcome: "`passed` to the next phase; `applied`, `failed`, `overtaken`, `interrupted`",
      "error.type": "with `failed`: the code of the failure",
    },
    named: "here",
  },
  {
    name: "supervisor.collector.outage",
    kind: "histogram",
    unit: "s",
    description: "How long the Collector did not serve because of one change, from the signal to the proof.",
    attributes: { by: "`reload`, `restart`" },
    named: "here",
  },
  {
    name: "supervisor.collector.restarts",
    kind: "counter",
    unit: "{restart}",
    description: "Starts of the Collector after the first one.",
    attributes: { cause: "`configuration`, `package`, `rollback`, `exit`, `command`, `unhealthy`" },
    named: "here",
  },
  {
    name: "supervisor.collector.exits",
    kind: "counter",
    unit: "{exit}",
    description: "Ends of the Collector that nobody asked for.",
    attributes: { cause: "code of the failure, such as `COLLECTOR_EXITED`, `OUT_OF_MEMORY`, `PORT_IN_USE`" },
    named: "here",
  },
  {
    name: "supervisor.collector.cpu.time",
    kind: "observedCounter",
    unit: "s",
    description: "Processor time of the Collector's process, seen from outside (Linux).",
    attributes: cpuMode,
    named: "here",
  },
  {
    name: "supervisor.collector.memory.usage",
    kind: "upDownCounter",
    unit: "By",
    description: "Physical memory of the Collector's process, seen from outside (Linux).",
    attributes: {},
    named: "here",
  },
  {
    name: "supervisor.collector.file_descriptor.count",
    kind: "upDownCounter",
    unit: "{file_descriptor}",
    description: "Open file descriptors of the Collector's process, seen from outside (Linux).",
    attributes: {},
    named: "here",
  },
  {
    name: "supervisor.collector.uptime",
    kind: "gauge",
    unit: "s",
    description: "Time since the Collector's process was started.",
    attributes: {},
    named: "here",
  },
  {
    name: "supervisor.server.connection.state",
    kind: "upDownCounter",
    unit: "1",
    description: "1 for the state in which the connection to the OpAMP server is, 0 for the others.",
    attributes: { state: "`connecting`, `connected`, `waiting`" },
    named: "here",
  },
  {
    name: "supervisor.server.connections",
    kind: "counter",
    unit: "{connection}",
    description: "Connections to the OpAMP server that came to be.",
    attributes: { reconnect: "`false` for the first one" },
    named: "here",
  },
  {
    name: "supervisor.server.connection.failures",
    kind: "counter",
    unit: "{failure}",
    description: "Connections to the OpAMP server that were lost, and attempts that failed.",
    attributes: { "error.type": "errno or code of the loss" },
    named: "here",
  },
  {
    name: "supervisor.server.messages",
    kind: "counter",
    unit: "{message}",
    description: "Messages to and from the OpAMP server.",
    attributes: direction,
    named: "here",
  },
  {
    name: "supervisor.server.io",
    kind: "counter",
    unit: "By",
    description: "Bytes of those messages, before compression and TLS.",
    attributes: direction,
    named: "here",
  },
  {
    name: "supervisor.package.download.progress",
    kind: "gauge",
    unit: "1",
    description: "How much of a package that is being downloaded is there, 0 to 1.",
    attributes: packageName,
    named: "here",
  },
  {
    name: "supervisor.package.download.rate",
    kind: "gauge",
    unit: "By/s",
    description: "How fast a package is being downloaded.",
    attributes: packageName,
    named: "here",
  },
  {
    name: "nodejs.eventloop.delay.mean",
    kind: "gauge",
    unit: "s",
    description: "How late the supervisor's event loop was since the last export, on average.",
    attributes: {},
    named: "conventions",
  },
  {
    name: "nodejs.eventloop.delay.max",
    kind: "gauge",
    unit: "s",
    description: "How late the supervisor's event loop was since the last export, at most.",
    attributes: {},
    named: "conventions",
  },
  {
    name: "process.cpu.time",
    kind: "observedCounter",
    unit: "s",
    description: "Processor time of the supervisor.",
    attributes: cpuMode,
    named: "conventions",
  },
  {
    name: "process.memory.usage",
    kind: "upDownCounter",
    unit: "By",
    description: "Physical memory of the supervisor.",
    attributes: {},
    named: "conventions",
  },
  {
    name: "process.memory.virtual",
    kind: "upDownCounter",
    unit: "By",
    description: "Virtual memory of the supervisor (Linux).",
    attributes: {},
    named: "conventions",
  },
  {
    name: "process.thread.count",
    kind: "upDownCounter",
    unit: "{thread}",
    description: "Threads of the supervisor (Linux).",
    attributes: {},
    named: "conventions",
  },
  {
    name: "process.unix.file_descriptor.count",
    kind: "upDownCounter",
    unit: "{file_descriptor}",
    description: "Open file descriptors of the supervisor (Linux).",
    attributes: {},
    named: "conventions",
  },
  {
    name: "process.uptime",
    kind: "gauge",
    unit: "s",
    description: "Time since the supervisor was started.",
    attributes: {},
    named: "conventions",
  },
] as const satisfies readonly Instrument[];

type Known = (typeof instruments)[number];

export type CounterName = Extract<Known, { kind: "counter" }>["name"];
export type HistogramName = Extract<Known, { kind: "histogram" }>["name"];
/** Those that are read when they are exported. */
export type ReadName = Exclude<Known["name"], CounterName | HistogramName>;

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** What an instrument reads at one moment. */
export interface Reading {
  name: ReadName;
  value: number;
  attributes?: Attributes;
}
