import { gzipSync } from "node:zlib";

import { codec, type ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import { must } from "../expectation.ts";
import { type RawAgent, Refused } from "../peer/raw-agent.ts";
import { provedElsewhere, type Section, serverRule } from "../rule.ts";
import { another, connect, request } from "./connect.ts";
import { statusOf } from "./status-of.ts";

const smallLimit = 16 * 1024;
const defaultLimit = 64 * 1024 * 1024;

/** A message of about `bytes` bytes. */
function large(bytes: number): Uint8Array {
  const instanceUid = Uint8Array.from({ length: 16 }, (_, index) => index + 1);
  return codec.AgentToServer.encode({ instanceUid, health: { lastError: "x".repeat(bytes) } }).finish();
}

/** The next answer; none where the request is refused. */
async function sayOrRefused(agent: RawAgent): Promise<ServerToAgent | undefined> {
  try {
    return await agent.say();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

export const serverTransportSections: readonly Section[] = [
  {
    heading: "Communication Model",
    rules: [
      serverRule("S-001", "S", "both transports are taken on one address", async (context) => {
        const server = await context.start();
        for (const transport of ["websocket", "http"] as const) {
          const agent = await another(context, server, { transport });
          await agent.describe();
        }
      }),
      provedElsewhere(
        "S-002",
        "S",
        "the port is 4320 unless it is configured; the path may be",
        "test/unit/opamp/server/server.test.ts",
        "the path may be chosen and may have a query",
      ),
    ],
  },
  {
    heading: "WebSocket Message Format, WebSocket Message Size Limits",
    rules: [
      serverRule(
        "S-003",
        "S W",
        "a header other than 0 is malformed; the data begin after its real length",
        async (context) => {
          const { agent } = await connect(context);
          const described = codec.AgentToServer.encode({ instanceUid: agent.uid, agentDescription: {} }).finish();
          agent.sendFrame(Buffer.concat([Uint8Array.of(1), described]));
          must((await agent.received.next()).errorResponse, "a message with the header 1 is no error");
          agent.sendFrame(Buffer.concat([Uint8Array.of(0x80, 0), described]));
          must(!(await agent.received.next()).errorResponse, "the header 80 00 is an error");
          agent.sendFrame(Uint8Array.of(0));
          await agent.received.next();
          must(!(await agent.say()).errorResponse, "after a message without data it is not as before");
        },
      ),
      serverRule(
        "S-004",
        "M W",
        "a message over the limit, inflated too, is malformed; it closes with 1009",
        async (context) => {
          const { agent, server } = await connect(context, { maxMessageBytes: smallLimit });
          await agent.describe();
          agent.sendFrame(Buffer.concat([Uint8Array.of(0), large(smallLimit)]));
          // The peer may be cut off while it still sends, and then sees no code.
          const code = await agent.closed;
          must(code === 1009 || code === 1006, `it closed with ${code}`);
          must(!(await server.connected()).includes(agent.uid.toHex()), "the agent is still there");
        },
      ),
      serverRule("S-005", "M W", "what is over the limit is not sent, and recorded", async (context) => {
        const { agent, server } = await connect(context, { maxMessageBytes: smallLimit });
        await agent.describe();
        await server.send(agent.uid, {
          customMessage: { capability: "x", type: "x", data: new Uint8Array(smallLimit) },
        });
        must(!(await agent.say()).customMessage, "it was sent");
        must(server.complaints().length > 0, "there is no record of it");
      }),
      serverRule("S-006", "S", "the limit is 64 MiB unless it is configured", async (context) => {
        const { agent } = await connect(context, { maxMessageBytes: "default" });
        must(!(await agent.sayBytes(large(defaultLimit - 1_000))).errorResponse, "almost 64 MiB are too much");
      }),
    ],
  },
  {
    heading: "Plain HTTP Transport, Plain HTTP Message Size Limits",
    rules: [
      serverRule("S-007", "S H", "the content type tells plain HTTP from an upgrade", async (context) => {
        const { agent, server } = await connect(context);
        await agent.describe();
        const plain = await request(server);
        must(plain.status >= 400, `a GET without an upgrade is answered with ${plain.status}`);
      }),
      serverRule("S-008", "M H", "bodies are taken plain and gzipped", async (context) => {
        const { agent, server } = await connect(context);
        await agent.describe();
        const gzipped = await another(context, server, { compression: true });
        await gzipped.describe();
        must(!(await gzipped.say()).errorResponse, "a gzipped body is an error");
      }),
      serverRule(
        "S-009",
        "S H",
        "answers are compressed where the agent allows it, and only there",
        async (context) => {
          const { agent, server } = await connect(context, {}, { headers: { "accept-encoding": "gzip" } });
          await agent.describe();
          must(agent.answerHeaders.get("content-encoding") === "gzip", "none is compressed");
          const without = await another(context, server, { headers: { "accept-encoding": "gzip;q=0" } });
          await without.describe();
          must(!without.answerHeaders.has("content-encoding"), "q=0 is answered with a compressed body");
        },
      ),
      serverRule("S-010", "M H", "a body over the limit, inflated too, is answered with 413", async (context) => {
        const { agent, server } = await connect(context, { maxMessageBytes: smallLimit });
        must((await statusOf(() => agent.sayBytes(large(smallLimit)))) === 413, "a plain one is not");
        const bomb = gzipSync(large(100 * smallLimit));
        const headers = { "content-type": "application/x-protobuf", "content-encoding": "gzip" };
        const { status } = await request(server, { method: "POST", headers, body: bomb });
        must(status === 413, `one that inflates beyond it is answered with ${status}`);
      }),
      serverRule("S-011", "M H", "an answer over the limit is not sent, and recorded", async (context) => {
        const { agent, server } = await connect(context, { maxMessageBytes: smallLimit });
        await agent.describe();
        await server.send(agent.uid, {
          customMessage: { capability: "x", type: "x", data: new Uint8Array(smallLimit) },
        });
        must(!(await sayOrRefused(agent))?.customMessage, "it was sent");
        must(server.complaints().length > 0, "there is no record of it");
      }),
    ],
  },
];
