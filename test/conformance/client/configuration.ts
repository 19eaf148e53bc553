import { decodeFrame } from "../../../src/opamp/wire/framing.ts";
import { AgentCapabilities, type AgentToServer, RemoteConfigStatuses } from "../../../src/opamp/wire/messages.ts";
import { must } from "../expectation.ts";
import { partsIn, type Received } from "../peer/exchange.ts";
import type { RawServer } from "../peer/raw-server.ts";
import { agentRule, clientRule, type Section } from "../rule.ts";
import { allAgentCapabilities } from "../subject/agent.ts";
import { fileNamesIn } from "./map-keys.ts";
import { capabilitiesOf, configOffer, endOf, newHash, noneSpeaksOf, speaksOf } from "./offers.ts";
import { toldAfter } from "./told-after.ts";

const { AgentCapabilities_AcceptsRemoteConfig: accepts, AgentCapabilities_ReportsEffectiveConfig: reports } =
  AgentCapabilities;

const { RemoteConfigStatuses_APPLIED: applied, RemoteConfigStatuses_FAILED: failed } = RemoteConfigStatuses;

/** What any Collector takes that has the components of the contrib distribution. */
const debugPipeline = `receivers: { hostmetrics: { scrapers: { cpu: {} } } }
exporters: { debug: {} }
service: { pipelines: { metrics: { receivers: [hostmetrics], exporters: [debug] } } }
`;

function effectiveTextOf({ effectiveConfig }: AgentToServer): string {
  const files = Object.values(effectiveConfig?.configMap?.configMap ?? {});
  return files.map(({ body }) => Buffer.from(body ?? []).toString()).join("\n");
}

/** The encoded message in a WebSocket message. */
function payloadOf(bytes: Uint8Array): Uint8Array {
  const frame = decodeFrame(bytes);
  return frame.ok ? bytes.subarray(frame.start) : bytes;
}

function effective(server: RawServer): Promise<Received> {
  return server.message("an effective configuration", ({ effectiveConfig }) => effectiveConfig);
}

export const configurationSections: readonly Section[] = [
  {
    heading: "Configuration",
    rules: [
      agentRule("C-094", "M", "AcceptsRemoteConfig is set by an agent that accepts it", async ({ server, start }) => {
        const hash = newHash();
        await start();
        const { message } = await server.ready();
        must((capabilitiesOf(message) & accepts) !== 0, "the bit is clear");
        await server.push(configOffer(hash));
        await server.message("a status of the offer", speaksOf(hash));
      }),
      agentRule(
        "C-095",
        "M",
        "ReportsEffectiveConfig is set by an agent that reports it",
        async ({ server, start }) => {
          await start();
          const { message } = await effective(server);
          must((capabilitiesOf(message) & reports) !== 0, "the bit is clear");
        },
      ),
      clientRule(
        "C-096",
        "SN",
        "an offer that changes nothing is no reason for a report",
        async ({ server, start }) => {
          const hash = newHash();
          const agent = await start();
          await server.ready();
          await server.push(configOffer(hash));
          await server.message("a status of the offer", speaksOf(hash));
          await toldAfter(server.messages.length, server, agent);
          const { length } = server.messages;
          await server.push(configOffer(hash));
          const sent = partsIn(await toldAfter(length, server, agent));
          must(sent.length === 0, `it reported ${sent.join(", ")}`);
        },
      ),
      clientRule("C-097", "t", "offers of configuration may be ignored", async ({ server, start }) => {
        const hash = newHash();
        const agent = await start({ capabilities: allAgentCapabilities & ~accepts });
        await server.ready();
        await server.push(configOffer(hash));
        await toldAfter(server.messages.length, server, agent);
        must(noneSpeaksOf(hash, server.messages), "it took one without its bit");
      }),
    ],
  },
  {
    heading: "Configuration Files",
    rules: [
      agentRule("C-098", "M", "names of files are unique", async ({ server, start }) => {
        await start();
        const { bytes } = await effective(server);
        const names = fileNamesIn(server.transport === "websocket" ? payloadOf(bytes) : bytes);
        must(names.length > 0, "there is no file");
        must(new Set(names).size === names.length, `they are ${names.join(", ")}`);
      }),
      agentRule("C-099", "S", "a configuration of one file is one entry", async ({ server, start }) => {
        await start();
        const { message } = await effective(server);
        const names = Object.keys(message.effectiveConfig?.configMap?.configMap ?? {});
        must(names.length === 1, `there are ${names.length}`);
      }),
    ],
  },
  {
    heading: "Configuration Restrictions, Opt-in Remote Configuration",
    rules: [
      agentRule(
        "C-100",
        "t",
        "offers are held against local restrictions that they cannot lift",
        async ({ server, start }) => {
          const forbidden = newHash();
          await start({ deniedExporter: "debug" });
          await server.message("health", ({ health }) => health?.healthy === true);
          const { length } = server.messages;
          await server.push(configOffer(forbidden, Buffer.from(debugPipeline)));
          const { message } = await server.message("the outcome of a forbidden offer", endOf(forbidden));
          must(message.remoteConfigStatus?.status === failed, "it is applied");
          must(
            message.remoteConfigStatus.errorMessage?.includes("debug"),
            "the reason does not name what is forbidden",
          );
          const allowed = newHash();
          await server.push(configOffer(allowed));
          const next = await server.message("the outcome of an allowed offer", endOf(allowed));
          must(next.message.remoteConfigStatus?.status === applied, "it fails too");
          must(
            !server.messages.slice(length).some(({ message: told }) => effectiveTextOf(told).includes("debug")),
            "it ran in between",
          );
        },
      ),
    ],
  },
];
