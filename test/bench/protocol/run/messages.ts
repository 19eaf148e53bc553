import { type AgentToServer, codec } from "../../../../src/opamp/wire/messages.ts";

const now = 1_760_000_000_000_000_000;
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const healthy = { healthy: true, status: "StatusOK", startTimeUnixNano: now, statusTimeUnixNano: now };

const base: AgentToServer = {
  instanceUid: new Uint8Array(16).fill(7),
  sequenceNum: 4711,
  capabilities: 0x7807,
};

/** What agents send most: a change of health. */
export const smallStatus: Uint8Array = codec.AgentToServer.encode({ ...base, health: healthy }).finish();

/** All that a Collector with some pipelines says of itself: about 20 kB, a third of it health and inventory. */
export const fullState: Uint8Array = codec.AgentToServer.encode({
  ...base,
  agentDescription: {
    identifyingAttributes: [text("service.name", "otelcol"), text("service.version", "0.149.0")],
    nonIdentifyingAttributes: [text("host.name", "host-1"), text("host.arch", "amd64"), text("os.type", "linux")],
  },
  health: { ...healthy, componentHealthMap: numbered(20, (index) => [`pipeline:metrics/${index}`, healthy]) },
  effectiveConfig: {
    configMap: {
      configMap: {
        "": {
          body: new TextEncoder().encode("# a configuration as long as many\n".repeat(400)),
          contentType: "text/yaml",
        },
      },
    },
  },
  availableComponents: {
    hash: new Uint8Array(32).fill(1),
    components: {
      receivers: {
        subComponentMap: numbered(60, (index) => [
          `receiver${index}`,
          { metadata: [text("code.namespace", `github.com/open-telemetry/receiver${index}`)] },
        ]),
      },
    },
  },
}).finish();

function numbered<Value>(count: number, entry: (index: number) => [string, Value]): Record<string, Value> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));
}
