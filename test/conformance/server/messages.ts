import { toBigInt } from "../../../src/opamp/wire/integers.ts";
import { CommandType, type ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import { textAttributes } from "../../support/scripted-agent.ts";
import { must } from "../expectation.ts";
import { allServerCapabilities } from "../peer/exchange.ts";
import { NotApplicable, NotTestable, provedElsewhere, type Section, serverRule } from "../rule.ts";
import { connect } from "./connect.ts";

const offerTests = "test/unit/opamp/server/offers.test.ts";

const fullState = 1n;
const connections = "test/unit/examples-server/connections.test.ts";
const exampleServer = "test/unit/examples-server/example-server.test.ts";

/** Names of the fields that are set, the uid apart. */
function fieldsOf(message: ServerToAgent): string[] {
  const { capabilities, flags, ...others } = message;
  const numbers = { capabilities, flags };
  const set = Object.entries(numbers).filter(([, value]) => toBigInt(value) !== 0n);
  return [...set.map(([name]) => name), ...Object.keys(others).filter((name) => name !== "instanceUid")].sort();
}

export const serverMessageSections: readonly Section[] = [
  {
    heading: "AgentToServer.capabilities",
    rules: [
      provedElsewhere(
        "S-012",
        "M",
        "changes of the agent's capabilities are followed",
        "test/unit/opamp/server/agent-state.test.ts",
        "S-012 capabilities follow the agent, and stay where it omits them",
      ),
    ],
  },
  {
    heading: "ServerToAgent Message",
    rules: [
      serverRule("S-013", "t", "there is an answer though there is nothing to say", async (context) => {
        const { agent } = await connect(context);
        await agent.describe();
        const fields = fieldsOf(await agent.say()).filter((name) => name !== "capabilities");
        must(fields.length === 0, `a heartbeat is answered with ${fields.join(", ")}`);
      }),
      serverRule("S-014", "M", "the uid of an answer is the agent's", async (context) => {
        const { agent } = await connect(context);
        must((await agent.describe()).instanceUid?.toHex() === agent.uid.toHex(), "it is another");
      }),
      serverRule("S-015", "t", "beside an error there is nothing", async (context) => {
        const { agent } = await connect(context);
        const answer = await agent.describe({ instanceUid: Uint8Array.of(1, 2, 3) });
        if (!answer.errorResponse) throw new NotTestable("a uid of three bytes is no error");
        const beside = fieldsOf(answer).filter((name) => name !== "errorResponse");
        must(beside.length === 0, `beside it there is ${beside.join(", ")}`);
      }),
      serverRule("S-016", "M", "AcceptsStatus is set, undefined bits are 0", async (context) => {
        const { agent } = await connect(context);
        const bits = Number(toBigInt((await agent.describe()).capabilities));
        must((bits & 1) === 1, "AcceptsStatus is clear");
        must((bits & ~allServerCapabilities) === 0, "an undefined bit is set");
      }),
      serverRule("S-017", "M", "the first message has the capabilities", async (context) => {
        const { agent } = await connect(context);
        must(toBigInt((await agent.describe()).capabilities) !== 0n, "it has none");
      }),
      serverRule("S-018", "M", "a uid that it gives has 16 bytes, a UUID of version 7", async (context) => {
        const { agent } = await connect(context);
        const answer = await agent.describe({ flags: 1 });
        const uid = answer.agentIdentification?.newInstanceUid;
        if (!uid) throw new NotApplicable("an agent that asks for one gets none");
        must(uid.length === 16, `it has ${uid.length}`);
        must((uid[6] ?? 0) >> 4 === 7, "it is of another version");
      }),
      serverRule("S-019", "t", "beside a command there are only uid and capabilities", async (context) => {
        const { agent, server } = await connect(context);
        await agent.describe();
        const command = { type: CommandType.CommandType_Restart };
        await server.send(agent.uid, { command, remoteConfig: { configHash: Uint8Array.of(1) } });
        const { transport } = context;
        const sent = transport === "websocket" ? await agent.received.next() : await agent.say();
        must(sent.command, "the command did not come");
        const beside = fieldsOf(sent).filter((name) => name !== "command" && name !== "capabilities");
        must(beside.length === 0, `beside it there is ${beside.join(", ")}`);
      }),
    ],
  },
  {
    heading: "Status Reporting, Agent Status Compression",
    rules: [
      serverRule("S-020", "M", "each message is answered", async (context) => {
        const { agent } = await connect(context);
        for (let count = 0; count < 20; count += 1) await agent.describe();
      }),
      serverRule(
        "S-021",
        "M",
        "what could not be processed is answered with an error, other messages are not",
        async (context) => {
          const { agent } = await connect(context);
          const bad = await agent.describe({ instanceUid: Uint8Array.of(1, 2, 3) });
          must(bad.errorResponse, "a uid of three bytes is no error");
          must(!(await agent.describe()).errorResponse, "a proper message is one");
        },
      ),
      serverRule("S-022", "M", "after a gap in the numbers the full state is asked for", async (context) => {
        const { agent } = await connect(context);
        await agent.describe();
        agent.sequence += 1;
        must((toBigInt((await agent.say()).flags) & fullState) !== 0n, "it is not");
      }),
      serverRule("S-023", "t", "a part that is left out is unchanged", async (context) => {
        const { agent, server } = await connect(context);
        const identifyingAttributes = textAttributes({ "service.name": "kept" });
        await agent.say({ agentDescription: { identifyingAttributes } });
        await agent.say({ health: { healthy: true } });
        must((await server.attributeOf(agent.uid, "service.name")) === "kept", "the description is lost");
      }),
    ],
  },
  {
    heading: "RemoteConfigStatus Message, ConnectionSettingsStatus Message, PackageStatuses Message",
    rules: [
      provedElsewhere(
        "S-024",
        "S",
        "an agent that has another configuration is offered the right one",
        exampleServer,
        "an offer is made for a hash that differs, once, and for no other",
      ),
      provedElsewhere(
        "S-025",
        "S",
        "an agent that has other settings is offered the right ones",
        connections,
        "S-025 an agent that reports another hash is offered the right settings, after a restart of the server too",
      ),
      provedElsewhere(
        "S-026",
        "S",
        "an agent that has other packages is offered the right ones",
        offerTests,
        "S-024, S-025, S-026, S-040 comes with the first answer, and not twice",
      ),
    ],
  },
];
