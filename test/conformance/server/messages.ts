import { toBigInt } from "../../../src/opamp/wire/integers.ts";
import {
  AgentCapabilities,
  codec,
  CommandType,
  ServerErrorResponseType,
  type ServerToAgent,
} from "../../../src/opamp/wire/messages.ts";
import { textAttributes } from "../../support/scripted-agent.ts";
import { must } from "../expectation.ts";
import { allServerCapabilities } from "../peer/raw-server.ts";
import { doesNotApply, open, provedElsewhere, type Section, serverRule } from "../rule.ts";
import { another, connect } from "./connect.ts";

const settings = "connection settings";
const fullState = 1n;
const badRequest = ServerErrorResponseType.ServerErrorResponseType_BadRequest;
const exampleServer = "test/unit/examples-server/example-server.test.ts";
const store = "test/unit/examples-server/store.test.ts";

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
        const answer = await agent.sayBytes(Uint8Array.of(0x0a));
        must(answer.errorResponse, "a truncated message is no error");
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
        must(uid?.length === 16, "an agent that asks for one gets none");
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
      open("S-025", "S", "an agent that has other settings is offered the right ones", settings),
      open("S-026", "S", "an agent that has other packages is offered the right ones", "packages"),
    ],
  },
  {
    heading: "Connection Settings Management",
    rules: [
      open("S-027", "t", "each class of settings is offered only to agents with its bit", settings),
      open("S-028", "MAY", "an offer may name another address", settings),
      open("S-029", "t", "new credentials work before they are offered, old ones until the new are used", settings),
      open("S-030", "M", "the address is a URL of ws or http", settings),
      open("S-031", "M", "addresses for telemetry are whole URLs, of https", settings),
      open("S-032", "M", "a proxy has a URL; a certificate of an authority comes with the authority's", settings),
      open("S-033", "S", "a request for a certificate is checked, and answered with one", settings),
      open("S-034", "M", "where that fails the answer is BadRequest", settings),
      open("S-035", "M", "the uid in the request is the agent's", settings),
      open("S-036", "t", "a uid other than that of the present certificate is no reason to refuse", settings),
      doesNotApply(
        "S-037",
        "M",
        "other destinations are told of revoked credentials",
        "none of our servers gives credentials for other destinations",
      ),
      open("S-038", "MAY", "an interval for heartbeats may be offered", settings),
      serverRule("S-039", "t", "an agent without ReportsHeartbeat may be silent", async (context) => {
        const { agent, server } = await connect(context);
        const capabilities = AgentCapabilities.AgentCapabilities_ReportsStatus;
        await agent.describe({ capabilities });
        must(!(await agent.say({ capabilities })).errorResponse, "it is an error");
        must((await server.connected()).includes(agent.uid.toHex()), "it is taken for gone");
      }),
    ],
  },
  {
    heading: "Own Telemetry Reporting",
    rules: [open("S-040", "S", "own telemetry's settings come with the first answer, and when they change", settings)],
  },
  {
    heading: "Configuration, AgentRemoteConfig Message",
    rules: [
      provedElsewhere(
        "S-041",
        "MN",
        "an agent without AcceptsRemoteConfig is offered no configuration",
        exampleServer,
        "an agent without AcceptsRemoteConfig gets none, and the page says why",
      ),
      provedElsewhere(
        "S-042",
        "M",
        "names of files are unique; one file is one entry",
        store,
        "empty text is an offer of one file without content, not of no file",
      ),
      provedElsewhere(
        "S-043",
        "M",
        "there is always a hash, of the content",
        store,
        "what was saved is there after the next start, down to the hash",
      ),
      provedElsewhere(
        "S-044",
        "SN",
        "a configuration that the agent has is not offered again",
        exampleServer,
        "an offer is made for a hash that differs, once, and for no other",
      ),
    ],
  },
  {
    heading: "Packages",
    rules: [
      open("S-045", "t", "packages are offered only to agents that take them", "packages"),
      open("S-046", "M", "the hash method is strong", "packages"),
      open("S-047", "M", "there is always a hash of all packages", "packages"),
      open("S-048", "S", "the hash of a package covers its other fields and its content", "packages"),
      open("S-049", "S", "the host of the files knows ranges", "packages"),
    ],
  },
  {
    heading: "CustomCapabilities, Initial Handshake",
    rules: [
      serverRule("S-050", "t", "custom capabilities are listed whole, when they change", async (context) => {
        const { agent } = await connect(context);
        await agent.describe();
        must(!(await agent.say()).customCapabilities, "an answer repeats them");
      }),
      serverRule("S-051", "MAY", "the components behind a hash are asked for once", async (context) => {
        const { agent } = await connect(context);
        const availableComponents = { hash: Uint8Array.of(7) };
        must((toBigInt((await agent.describe({ availableComponents })).flags) & 2n) !== 0n, "they are not asked for");
        const whole = { ...availableComponents, components: { receivers: {} } };
        must(
          (toBigInt((await agent.say({ availableComponents: whole })).flags) & 2n) === 0n,
          "they are asked for again",
        );
      }),
    ],
  },
  {
    heading: "Connection Management",
    rules: [
      serverRule("S-052", "M W", "it closes with a Close frame", async (context) => {
        const { agent, server } = await connect(context);
        await agent.describe();
        await server.stop();
        const code = await agent.closed;
        must(code !== 1006, "there is none");
      }),
      serverRule("S-053", "MAY W", "a second connection with the same uid may be refused", async (context) => {
        const { agent, server } = await connect(context);
        await agent.describe();
        const clone = await another(context, server, { uid: agent.uid });
        await clone.describe();
      }),
      serverRule("S-054", "S W", "of two agents with one uid one gets another", async (context) => {
        const { agent, server } = await connect(context);
        await agent.describe();
        const clone = await another(context, server, { uid: agent.uid });
        const { agentIdentification } = await clone.describe();
        must(agentIdentification?.newInstanceUid?.length === 16, "neither does");
      }),
      serverRule("S-055", "M", "wrong credentials are answered with 401", async (context) => {
        const server = await context.start({ authorization: "Bearer right" });
        const right = await another(context, server, { headers: { authorization: "Bearer right" } });
        await right.describe();
        const status = await statusOfWrong(() =>
          another(context, server, { headers: { authorization: "Bearer wrong" } }).then((agent) => agent.describe()),
        );
        must(status === 401, `they are answered with ${status}`);
      }),
      serverRule("S-056", "S", "a malformed message is answered with BadRequest and a text", async (context) => {
        const { agent } = await connect(context);
        const { errorResponse } = await agent.sayBytes(Uint8Array.from({ length: 20 }, () => 0xff));
        must(errorResponse, "there is no error");
        must(errorResponse.type === badRequest, "its type is another");
        must(errorResponse.errorMessage, "there is no text");
      }),
      serverRule("S-057", "M", "each copy of a message is answered", async (context) => {
        const { agent } = await connect(context);
        const bytes = codec.AgentToServer.encode({
          instanceUid: agent.uid,
          sequenceNum: 1,
          agentDescription: {},
        }).finish();
        for (const _ of [1, 2, 3]) {
          must(!(await agent.sayBytes(bytes)).errorResponse, "a copy is an error");
        }
      }),
      serverRule("S-058", "S W", "too much to do: Unavailable", async (context) => {
        const { agent, server } = await connect(context);
        await agent.describe();
        const type = ServerErrorResponseType.ServerErrorResponseType_Unavailable;
        await server.send(agent.uid, { errorResponse: { type, retryInfo: { retryAfterNanoseconds: 2_000_000_000 } } });
        const { errorResponse } = await agent.received.next();
        must(errorResponse?.type === type && errorResponse.retryInfo, "it does not arrive");
      }),
      serverRule("S-059", "MAY", "too much to do: 503 or 429", async (context) => {
        const server = await context.start({ busy: true });
        const status = await statusOfWrong(() => another(context, server).then((agent) => agent.describe()));
        must(status === 503 || status === 429, `it is ${status}`);
      }),
      provedElsewhere(
        "S-060",
        "t",
        "what waits for an agent is the newest of each kind",
        exampleServer,
        "an agent that is gone stays in the list, and gets what was saved meanwhile when it is back",
      ),
      serverRule("S-061", "t", "after the goodbye the agent is forgotten", async (context) => {
        const { agent, server } = await connect(context);
        await agent.describe();
        await agent.say({ agentDisconnect: {} });
        must(!(await server.connected()).includes(agent.uid.toHex()), "it is still there");
      }),
    ],
  },
  {
    heading: "Interoperability",
    rules: [
      serverRule(
        "S-062",
        "M",
        "unknown fields and bits are no error; what an agent lacks is not used",
        async (context) => {
          const { agent } = await connect(context);
          const future = Uint8Array.of(0x9a, 0x06, 2, 1, 2);
          const capabilities = 2 ** 40 + 1;
          const known = codec.AgentToServer.encode({
            instanceUid: agent.uid,
            capabilities,
            agentDescription: {},
          }).finish();
          must(!(await agent.sayBytes(Buffer.concat([future, known]))).errorResponse, "they are an error");
          must(
            (toBigInt((await agent.say({ capabilities, availableComponents: { hash: Uint8Array.of(1) } })).flags) &
              2n) ===
              0n,
            "components are asked of an agent that does not report them",
          );
        },
      ),
    ],
  },
];

async function statusOfWrong(attempt: () => Promise<unknown>): Promise<number> {
  try {
    await attempt();
    return 200;
  } catch (error) {
    if (error instanceof Error && "status" in error && typeof error.status === "number") return error.status;
    throw error;
  }
}
