import { AgentCapabilities } from "../../../src/opamp/wire/messages.ts";
import { must } from "../expectation.ts";
import { partsIn, type Received } from "../peer/exchange.ts";
import type { RawServer } from "../peer/raw-server.ts";
import { agentRule, clientRule, open, type Section } from "../rule.ts";
import { allAgentCapabilities } from "../subject/agent.ts";
import { capabilitiesOf, configOffer, newHash, noneSpeaksOf, speaksOf } from "./offers.ts";
import { toldAfter } from "./told-after.ts";

const { AgentCapabilities_AcceptsRemoteConfig: accepts, AgentCapabilities_ReportsEffectiveConfig: reports } =
  AgentCapabilities;

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
          await server.fence();
          const { length } = server.messages;
          await server.push(configOffer(hash));
          const sent = partsIn(await toldAfter(length, server, agent));
          must(sent.length === 0, `it reported ${sent.join(", ")}`);
        },
      ),
      clientRule("C-097", "t", "offers of configuration may be ignored", async ({ server, start }) => {
        const hash = newHash();
        await start({ capabilities: allAgentCapabilities & ~accepts });
        await server.ready();
        await server.push(configOffer(hash));
        await server.fence();
        must(noneSpeaksOf(hash, server.messages), "it took one without its bit");
      }),
    ],
  },
  {
    heading: "Configuration Files",
    rules: [
      agentRule("C-098", "M", "names of files are unique", async ({ server, start }) => {
        await start();
        const { bytes, message } = await effective(server);
        const names = Object.keys(message.effectiveConfig?.configMap?.configMap ?? {});
        must(names.length > 0 && bytes.length > 0, "there is no file");
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
      open("C-100", "t", "offers are held against local restrictions that they cannot lift", "configuration policy"),
    ],
  },
];
