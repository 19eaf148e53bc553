import { AgentCapabilities as Can, type AgentToServer } from "../../src/opamp/wire/messages.ts";
import { ownCapability } from "../../src/supervisor/report/tally-message.ts";
import { textAttributes } from "./scripted-agent.ts";

/** Every capability that the example server's page knows what to do with. */
export const manageable =
  Can.AgentCapabilities_ReportsStatus |
  Can.AgentCapabilities_AcceptsRemoteConfig |
  Can.AgentCapabilities_ReportsEffectiveConfig |
  Can.AgentCapabilities_ReportsRemoteConfig |
  Can.AgentCapabilities_ReportsHealth |
  Can.AgentCapabilities_AcceptsRestartCommand |
  Can.AgentCapabilities_ReportsAvailableComponents;

/** With the connection settings of every kind. */
export const connectable =
  manageable |
  Can.AgentCapabilities_AcceptsOpAMPConnectionSettings |
  Can.AgentCapabilities_AcceptsOtherConnectionSettings |
  Can.AgentCapabilities_ReportsOwnMetrics |
  Can.AgentCapabilities_ReportsOwnTraces |
  Can.AgentCapabilities_ReportsOwnLogs |
  Can.AgentCapabilities_ReportsConnectionSettingsStatus;

/** With packages. */
export const packaged =
  manageable | Can.AgentCapabilities_AcceptsPackages | Can.AgentCapabilities_ReportsPackageStatuses;

const anHourMs = 3_600_000;

const well = { healthy: true, status: "StatusOK" };

const effective = `exporters:
  debug:
    verbosity: detailed
receivers:
  otlp:
    protocols:
      grpc:
        endpoint: 127.0.0.1:4317
service:
  pipelines:
    metrics:
      receivers: [otlp]
      exporters: [debug]
`;

const typesOf = (...names: readonly string[]) => ({
  subComponentMap: Object.fromEntries(names.map((name) => [name, {}])),
});

/** The first words of a Collector that runs, with something for each part of its page. */
export function runningCollector(name: string, host = "web-01"): AgentToServer {
  return {
    capabilities: manageable,
    agentDescription: {
      identifyingAttributes: textAttributes({ "service.name": name, "service.version": "0.149.0" }),
      nonIdentifyingAttributes: textAttributes({ "host.name": host, "os.type": "linux" }),
    },
    health: {
      ...well,
      startTimeUnixNano: (Date.now() - anHourMs) * 1e6,
      componentHealthMap: {
        extensions: { ...well, componentHealthMap: { "extension:opamp": well } },
        "pipeline:metrics": { ...well, componentHealthMap: { "receiver:otlp": well, "exporter:debug": well } },
      },
    },
    effectiveConfig: { configMap: { configMap: { "": { body: Buffer.from(effective) } } } },
    availableComponents: {
      hash: Buffer.from("components"),
      components: {
        receivers: typesOf("filelog", "hostmetrics", "otlp", "prometheus"),
        processors: typesOf("batch", "memory_limiter"),
        exporters: typesOf("debug", "otlp", "otlphttp"),
        connectors: typesOf("forward"),
        extensions: typesOf("health_check", "opamp"),
      },
    },
    remoteConfigStatus: {},
  };
}

/** The same, in trouble. */
export function ailingCollector(name: string, host?: string): AgentToServer {
  const trouble = {
    healthy: false,
    status: "StatusPermanentError",
    lastError: "listen tcp 127.0.0.1:4317: address in use",
  };
  const pipeline = { ...trouble, componentHealthMap: { "receiver:otlp": trouble, "exporter:debug": well } };
  return {
    ...runningCollector(name, host),
    health: { ...trouble, componentHealthMap: { "pipeline:metrics": pipeline } },
  };
}

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

/** The words of a supervisor that has seen better days, in the message that tells its status; `parts` stand for theirs. */
export function telling(parts: { collector?: object; [part: string]: unknown } = {}): AgentToServer {
  const deaths = [
    {
      at: ago(50_000),
      how: "signal SIGKILL",
      outOfMemory: true,
      configuration: "8f3c9b2ad1e04477",
      version: "0.149.0",
    },
    { at: ago(9_000), how: "exit code 1", configuration: "8f3c9b2ad1e04477", version: "0.149.0" },
  ];
  const collector = { state: "up", since: ago(8_000), starts: 4, deathsInARow: 2, deaths, ...flowing };
  const status = {
    at: ago(2_000),
    configuration: { phase: "idle", running: "8f3c9b2ad1e04477", outcome: "APPLIED" },
    certificate: { subject: "CN=checkout", notAfter: new Date(Date.now() + 30 * 24 * anHourMs).toISOString() },
    outage: { at: ago(anHourMs), durationMs: 21, by: "reload" },
    hold: { since: ago(anHourMs), until: ago(-anHourMs), reason: "audit", waiting: ["configuration"] },
    ...parts,
    collector: { ...collector, ...parts.collector },
  };
  return {
    customCapabilities: { capabilities: [ownCapability] },
    customMessage: { capability: ownCapability, type: "status", data: Buffer.from(JSON.stringify(status)) },
  };
}

const flowing = {
  usage: { memoryBytes: 104_857_600, cpuMs: 61_000, cpuPercent: 0.56 },
  flow: {
    cpu: 0.0123,
    memoryBytes: 104_857_600,
    pipelines: {
      traces: { accepted: 1_240.5, refused: 0, sent: 1_240.5, failed: 0 },
      "logs/of-the-whole-machine": { accepted: 12.25, refused: 3.5, sent: 8.75, failed: 0.25 },
    },
    queues: { otlp_http: 0.02, "otlp/backup": 0.93 },
  },
};
