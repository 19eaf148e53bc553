import { encodeFrame } from "../../../src/opamp/wire/framing.ts";
import { codec } from "../../../src/opamp/wire/messages.ts";
import { must } from "../expectation.ts";
import { partsIn } from "../peer/exchange.ts";
import { clientRule, doesNotApply, provedElsewhere, type Section } from "../rule.ts";
import { allAgentCapabilities } from "../subject/agent.ts";
import { testState } from "../subject/test-state.ts";
import { firstMessage } from "./first-message.ts";
import { capabilitiesOf, configOffer, newHash, speaksOf } from "./offers.ts";
import { toldAfter } from "./told-after.ts";
import { waitsBetweenAttempts } from "./waits.ts";

/** How long a connection is left alone so that the agent may take it for steady, milliseconds. */
const steadyMs = 20_000;

export const connectionSections: readonly Section[] = [
  {
    heading: "Establishing Connection",
    rules: [
      clientRule(
        "C-120",
        "M",
        "the first report comes right after the connection, and wants an answer",
        async ({ server, start }) => {
          await start();
          const { connection, message } = await firstMessage(server);
          must(connection === 1 && message.agentDescription, "it is no report");
        },
      ),
      clientRule("C-121", "S", "attempts back off exponentially, with jitter", async ({ server, start, allow }) => {
        let refuses = !server.isKept;
        server.refuse = () => (refuses ? { status: 500 } : undefined);
        const agent = await start();
        if (!refuses) {
          // The waits may have grown in earlier rules; only a connection that lasts proves that all is well again.
          allow(steadyMs);
          await agent.elapse(steadyMs);
          refuses = true;
          server.attempts.length = 0;
        }
        // With a cap of a minute the eight waits may take three.
        allow(120_000);
        await server.freshConnection();
        const waits = await waitsBetweenAttempts(server, agent, agent.skipsTime ? 24 : 9);
        // Full jitter may make any single wait short; the mean of many is far above the first ones all the same.
        const late = waits.slice(agent.skipsTime ? -16 : -4);
        const mean = late.reduce((sum, wait) => sum + wait, 0) / late.length;
        must(mean > Math.max(...waits.slice(0, 3)), "later waits are not longer");
        must(new Set(late.map((wait) => wait.toFixed())).size > 1, "there is no jitter");
      }),
      clientRule("C-122", "S", "throttling holds while it tries to connect", async ({ server, start }) => {
        let seconds = 2;
        server.refuse = () => ({ status: 503, headers: { "retry-after": String(seconds) } });
        const agent = await start();
        if (agent.skipsTime) seconds = 120;
        await server.freshConnection();
        const [first = 0, second = 0] = await waitsBetweenAttempts(server, agent, 3);
        must(first >= 1_000 * seconds && second >= 1_000 * seconds, "it came back before the time that it was told");
      }),
    ],
  },
  {
    heading: "Closing Connection",
    rules: [
      clientRule("C-123", "M W", "the goodbye, then a Close frame", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await server.fence();
        await agent.stop();
        const close = await server.until("a close", () => server.log.find((entry) => entry.startsWith("close")));
        must(server.log.at(-2)?.startsWith("goodbye"), "there is no goodbye before the close");
        must(!close.endsWith(" 1006"), "there is no Close frame");
      }),
      clientRule("C-124", "S H", "the goodbye goes with the last request", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await server.fence();
        await agent.stop();
        await server.message("a goodbye", ({ agentDisconnect }) => agentDisconnect);
        must(server.log.at(-1)?.startsWith("goodbye"), "another request follows");
      }),
    ],
  },
  {
    heading: "Restoring WebSocket Connection",
    rules: [
      clientRule("C-125", "S W", "a lost connection is made anew at once", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await server.fence();
        const lost = agent.now();
        server.cut();
        const again = await server.until("another attempt", () => server.attempts[1]);
        must(again - lost < 5_000, "it waited");
      }),
    ],
  },
  {
    heading: "Duplicate WebSocket Connections",
    rules: [
      clientRule(
        "C-134",
        "S W",
        "there is never more than one connection that has carried a message; a look whether offered settings lead to a server is none",
        async ({ server, start }) => {
          const agent = await start();
          await server.ready();
          for (const code of [1000, 1001, 1011]) {
            server.close(code);
            await server.until("the close", () => server.log.at(-1)?.startsWith("close"));
            await agent.untilRetry();
            await server.fence();
          }
          must(server.mostAtOnce === 1, `there were ${server.mostAtOnce}`);
        },
      ),
      provedElsewhere(
        "C-135",
        "M W",
        "a reconnect on purpose: goodbye, close, then connect",
        "test/unit/opamp/client/client-manners.test.ts",
        "C-134, C-135 says goodbye, closes, and connects only when the old connection is gone",
      ),
    ],
  },
  {
    heading: "Authentication",
    rules: [
      clientRule(
        "C-136",
        "MAY",
        "HTTP authentication goes with the upgrade or the request",
        async ({ server, start }) => {
          await start({ headers: [["Authorization", "Bearer of-the-test"]] });
          const { headers } = await server.ready();
          must(headers.get("authorization") === "Bearer of-the-test", "the header is missing");
        },
      ),
    ],
  },
  {
    heading: "General Recommendations, Code Signing",
    rules: [
      doesNotApply(
        "C-137",
        "t",
        "it runs with the least privilege",
        "it is for the operator to choose the user; nothing in it needs root",
      ),
    ],
  },
  {
    heading: "Interoperability",
    rules: [
      clientRule("C-138", "M", "what the server says it lacks is not used", async ({ server, start }) => {
        server.capabilities = 1;
        const agent = await start();
        await server.ready();
        await server.fence();
        const { length } = server.messages;
        await agent.report({ effectiveConfig: { configMap: { configMap: { "": { body: Buffer.from("b") } } } } });
        await agent.report({ packageStatuses: { ...testState.packageStatuses, errorMessage: "new" } });
        await toldAfter(length, server, agent);
        const lacking = ["effectiveConfig", "packageStatuses"];
        const sent = partsIn(server.messages.slice(length)).filter((part) => lacking.includes(part));
        must(sent.length === 0, `it sent ${sent.join(", ")}`);
      }),
      clientRule("C-139", "M", "reserved bits are 0", async ({ server, start }) => {
        await start();
        await server.ready();
        must(
          server.messages.every(({ message }) => (capabilitiesOf(message) & ~allAgentCapabilities) === 0),
          "one is set",
        );
      }),
      clientRule("C-140", "t", "fields that it does not know are ignored", async ({ server, start, transport }) => {
        const hash = newHash();
        await start();
        await server.ready();
        // Field 99, of two bytes.
        const future = Uint8Array.of(0x9a, 0x06, 2, 1, 2);
        const known = codec.ServerToAgent.encode({ instanceUid: server.uid, ...configOffer(hash) }).finish();
        const bytes = Buffer.concat([future, known]);
        await server.push({ bytes: transport === "websocket" ? encodeFrame(bytes) : bytes });
        await server.message("a status of the offer", speaksOf(hash));
      }),
    ],
  },
];
