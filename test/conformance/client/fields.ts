import { toBigInt } from "../../../src/opamp/wire/integers.ts";
import { AgentCapabilities, AgentToServerFlags } from "../../../src/opamp/wire/messages.ts";
import { partsOf } from "../../support/opamp-frames.ts";
import { must } from "../expectation.ts";
import { partsIn } from "../peer/exchange.ts";
import { agentRule, clientRule, type Section } from "../rule.ts";
import { allAgentCapabilities } from "../subject/agent.ts";
import { testState } from "../subject/test-state.ts";
import { capabilitiesOf, configOffer, hasNewUid, newHash, noneSpeaksOf, sequenceOf, uidOffer } from "./offers.ts";
import { reconnected } from "./reconnected.ts";
import { toldAfter } from "./told-after.ts";

const asksForUid = BigInt(AgentToServerFlags.AgentToServerFlags_RequestInstanceUid);

export const fieldSections: readonly Section[] = [
  {
    heading: "AgentToServer.instance_uid",
    rules: [
      agentRule("C-022", "S", "its own uid is a UUID of version 7", async ({ server, start }) => {
        await start();
        const { message } = await server.ready();
        must((message.instanceUid?.[6] ?? 0) >> 4 === 7, "it is of another version");
      }),
      clientRule("C-023", "S", "the uid stays the same while the process runs", async ({ server, start }) => {
        const agent = await start();
        const { message } = await server.ready();
        await reconnected(server, agent);
        await server.fence();
        must(server.uid.toHex() === message.instanceUid?.toHex(), "it changed with the connection");
      }),
      clientRule("C-024", "M", "the uid has 16 bytes", async ({ server, start }) => {
        await start();
        const { message } = await server.ready();
        must(message.instanceUid?.length === 16, `it has ${message.instanceUid?.length}`);
      }),
      clientRule("C-025", "M", "it can ask the server for a uid, until it gets one", async ({ server, start }) => {
        const agent = await start({ requestsUid: true });
        await server.ready();
        await agent.report({ health: { healthy: false } });
        await server.message("the next report", ({ health }) => health?.healthy === false);
        must(
          server.messages.every(({ message }) => toBigInt(message.flags) === asksForUid),
          "a message does not ask",
        );
        await server.push(uidOffer);
        const { message } = await server.message("the new uid", hasNewUid);
        must(toBigInt(message.flags) === 0n, "it goes on asking");
      }),
    ],
  },
  {
    heading: "AgentToServer.sequence_num",
    rules: [
      clientRule(
        "C-026",
        "t",
        "the number grows by one with each message, over reconnects too",
        async ({ server, start }) => {
          const agent = await start();
          await server.ready();
          await server.fence();
          await reconnected(server, agent);
          await server.fence();
          const numbers = server.messages.map(({ message }) => sequenceOf(message));
          const first = numbers[0] ?? 0n;
          must(
            numbers.every((number, index) => number === first + BigInt(index)),
            `the numbers are ${numbers.join(", ")}`,
          );
        },
      ),
    ],
  },
  {
    heading: "AgentToServer: parts",
    rules: [
      clientRule("C-027", "S", "a part is left out while it is unchanged", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await server.fence();
        const { length } = server.messages;
        const { health: _, ...others } = structuredClone(testState);
        await agent.report(others);
        const sent = partsIn(await toldAfter(length, server, agent));
        must(sent.length === 0, `it repeated ${sent.join(", ")}`);
      }),
      clientRule("C-028", "t", "health is left out while it is unchanged", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await server.fence();
        const { length } = server.messages;
        await agent.report({ health: { ...testState.health } });
        must(partsIn(await toldAfter(length, server, agent)).length === 0, "it repeated it");
      }),
    ],
  },
  {
    heading: "AgentToServer.capabilities",
    rules: [
      clientRule("C-029", "M", "bits that the protocol does not define are 0", async ({ server, start }) => {
        await start({ capabilities: 0x3fff_ffff });
        const { message } = await server.ready();
        must((capabilitiesOf(message) & ~allAgentCapabilities) === 0, "a bit above the sixteenth is set");
      }),
      clientRule("C-030", "M", "ReportsStatus is set in each message", async ({ server, start }) => {
        const agent = await start({ capabilities: AgentCapabilities.AgentCapabilities_ReportsHealth });
        await server.ready();
        await agent.report({ health: { healthy: false } });
        await server.fence();
        must(
          server.messages.every(({ message }) => (capabilitiesOf(message) & 1) === 1),
          "a message lacks it",
        );
      }),
      clientRule("C-031", "MAY", "the bits can change while it runs", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await agent.setCapabilities(allAgentCapabilities & ~AgentCapabilities.AgentCapabilities_AcceptsRemoteConfig);
        await server.message("a message with the new bits", (message) => (capabilitiesOf(message) & 2) === 0);
      }),
      clientRule("C-032", "S", "what its bits do not invite is ignored", async ({ server, start }) => {
        const hash = newHash();
        const { AgentCapabilities_AcceptsRemoteConfig: config, AgentCapabilities_ReportsOwnMetrics: metrics } =
          AgentCapabilities;
        const agent = await start({ capabilities: allAgentCapabilities & ~config & ~metrics });
        await server.ready();
        await server.fence();
        const { length } = server.messages;
        await server.push(configOffer(hash));
        await server.push({ packagesAvailable: { packages: {}, allPackagesHash: hash } });
        const sent = partsIn(await toldAfter(length, server, agent));
        must(noneSpeaksOf(hash, server.messages.slice(length)), "it took a configuration");
        must(!sent.includes("effectiveConfig"), `it reported ${sent.join(", ")}`);
      }),
      clientRule("C-033", "M", "each message has the bits, heartbeats too", async ({ server, start }) => {
        const agent = await start({ heartbeatMs: 1_000 });
        await server.ready();
        await server.fence();
        const { length } = server.messages;
        await agent.elapse(1_000);
        await server.message("a heartbeat", () => true, length);
        must(
          server.messages.every(({ message }) => capabilitiesOf(message) !== 0),
          "a message has none",
        );
      }),
    ],
  },
  {
    heading: "AgentToServer.agent_disconnect",
    rules: [
      clientRule("C-034", "M", "the last message says that it is the last", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await server.fence();
        await agent.stop();
        await server.message("a message with agent_disconnect", ({ agentDisconnect }) => agentDisconnect);
        must(server.messages.at(-1)?.message.agentDisconnect, "another one came after it");
      }),
    ],
  },
  {
    heading: "AgentToServer.available_components",
    rules: [
      clientRule("C-035", "S", "components are sent if their bit is set, and else never", async ({ server, start }) => {
        await start({
          capabilities: allAgentCapabilities & ~AgentCapabilities.AgentCapabilities_ReportsAvailableComponents,
        });
        await server.ready();
        await server.push({ flags: 2 });
        await server.fence();
        must(
          !server.messages.some(({ message }) => partsOf(message).includes("availableComponents")),
          "they were sent",
        );
      }),
    ],
  },
];
