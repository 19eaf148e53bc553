import { toBigInt } from "../../../src/opamp/wire/integers.ts";
import { codec, ServerErrorResponseType } from "../../../src/opamp/wire/messages.ts";
import { must } from "../expectation.ts";
import { unavailable } from "../peer/exchange.ts";
import { provedElsewhere, type Section, serverRule } from "../rule.ts";
import { another, connect } from "./connect.ts";
import { serverSettingsSections } from "./settings.ts";
import { statusOf } from "./status-of.ts";

const offerTests = "test/unit/opamp/server/offers.test.ts";

const badRequest = ServerErrorResponseType.ServerErrorResponseType_BadRequest;
const exampleServer = "test/unit/examples-server/example-server.test.ts";
const store = "test/unit/examples-server/store.test.ts";

export const serverManagementSections: readonly Section[] = [
  ...serverSettingsSections,
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
      provedElsewhere(
        "S-045",
        "t",
        "packages are offered only to agents that take them",
        offerTests,
        "S-027, S-041, S-045 is offered as far as the agent's capabilities invite it",
      ),
      provedElsewhere(
        "S-046",
        "M",
        "the hash method is strong",
        offerTests,
        "S-048 that of a package changes with its version, and so does that of all",
      ),
      provedElsewhere(
        "S-047",
        "M",
        "there is always a hash of all packages",
        offerTests,
        "S-043, S-047 are filled in where the owner has left them out",
      ),
      provedElsewhere(
        "S-048",
        "S",
        "the hash of a package covers its other fields and its content",
        offerTests,
        "S-048 that of a package changes with its version, and so does that of all",
      ),
      provedElsewhere(
        "S-049",
        "S",
        "the host of the files knows ranges",
        "test/unit/examples-server/packages.test.ts",
        "a part of a file is given to whoever has the rest, and all of it where it has changed",
      ),
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
        const status = await statusOf(() =>
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
        await server.send(agent.uid, unavailable(2_000_000_000));
        const { errorResponse } = await agent.received.next();
        must(errorResponse?.type === type && errorResponse.retryInfo, "it does not arrive");
      }),
      serverRule("S-059", "MAY", "too much to do: 503 or 429", async (context) => {
        const server = await context.start({ busy: true });
        const status = await statusOf(() => another(context, server).then((agent) => agent.describe()));
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
