import { must } from "../expectation.ts";
import { clientRule, type Section } from "../rule.ts";
import { configOffer, framed, newHash, noneSpeaksOf, speaksOf } from "./offers.ts";

const smallLimit = 16 * 1024;
const defaultLimit = 64 * 1024 * 1024;

export const transportSections: readonly Section[] = [
  {
    heading: "Communication Model",
    rules: [
      clientRule("C-001", "MAY", "the path of the server is free", async ({ server, start }) => {
        await start({ path: "/another/path" });
        const { path } = await server.ready();
        must(path === "/another/path", `it asked for ${path}`);
      }),
      clientRule("C-002", "t", "every message has the instance uid", async ({ server, start }) => {
        const hash = newHash();
        await start();
        const { message } = await server.ready();
        await server.push(configOffer(hash));
        await server.message("a status of the offer", speaksOf(hash));
        await server.fence();
        const uid = message.instanceUid?.toHex();
        must(
          server.messages.every((received) => received.message.instanceUid?.toHex() === uid),
          "a message has no uid",
        );
      }),
    ],
  },
  {
    heading: "WebSocket Message Format",
    rules: [
      clientRule(
        "C-003",
        "M W",
        "messages are binary: the header 0, then the protobuf message",
        async ({ server, start }) => {
          await start();
          await server.ready();
          await server.fence();
          must(
            server.messages.every(({ bytes }) => bytes[0] === 0),
            "a message does not begin with 0",
          );
          must(!server.log.some((entry) => entry.startsWith("text")), "a message is text");
          must(!server.log.some((entry) => entry.startsWith("malformed")), "a message cannot be decoded");
        },
      ),
      clientRule("C-004", "S W", "a header other than 0 makes a message malformed", async ({ server, start }) => {
        const hash = newHash();
        const agent = await start();
        await server.ready();
        const { length } = server.messages;
        await server.push(framed([1], configOffer(hash)));
        await agent.elapse(1_000);
        await server.fence();
        must(noneSpeaksOf(hash, server.messages.slice(length)), "it took an offer behind the header 1");
      }),
      clientRule(
        "C-005",
        "M W",
        "the data begin after the header's real length; no data at all is valid",
        async ({ server, start }) => {
          const hash = newHash();
          await start();
          await server.ready();
          await server.push(framed([0x80, 0], configOffer(hash)));
          await server.message("a status of an offer behind the header 80 00", speaksOf(hash));
          await server.push({ bytes: Uint8Array.of(0) });
          await server.fence();
          must(!server.log.some((entry) => entry.startsWith("close")), "it closed after an empty message");
        },
      ),
    ],
  },
  {
    heading: "WebSocket Message Size Limits",
    rules: [
      clientRule("C-006", "M W", "a message over the limit, inflated too, is malformed", async ({ server, start }) => {
        const hash = newHash();
        const agent = await start({ maxMessageBytes: smallLimit, compression: true });
        await server.ready();
        const tooLarge = framed([0], configOffer(hash, new Uint8Array(smallLimit)));
        for (const deflate of [false, true]) {
          const { length } = server.messages;
          await server.push({ ...tooLarge, deflate });
          await server.until("the end of the connection", () => server.log.at(-1)?.startsWith("close"));
          await agent.untilRetry();
          await server.fence();
          must(noneSpeaksOf(hash, server.messages.slice(length)), "it took an offer over its limit");
        }
      }),
      clientRule("C-007", "S W", "it closes with 1009 then", async ({ server, start }) => {
        const hash = newHash();
        await start({ maxMessageBytes: smallLimit });
        await server.ready();
        await server.push(framed([0], configOffer(hash, new Uint8Array(smallLimit))));
        const close = await server.until("a close", () => server.log.find((entry) => entry.startsWith("close")));
        must(close.endsWith(" 1009"), `it closed with ${close.split(" ").at(-1)}`);
      }),
      clientRule("C-008", "S W", "what is over the limit is not sent, and recorded", async ({ server, start }) => {
        const agent = await start({ maxMessageBytes: smallLimit });
        await server.ready();
        await server.fence();
        await agent.report({ health: { healthy: false, lastError: "x".repeat(smallLimit) } });
        await server.fence();
        must(
          server.messages.every(({ bytes }) => bytes.length <= smallLimit),
          "it sent a message over the limit",
        );
        must(agent.complaints().length > 0, "it has no record of it");
      }),
      clientRule("C-009", "S W", "the limit is 64 MiB unless it is configured", async ({ server, start }) => {
        const hash = newHash();
        await start({ maxMessageBytes: "default" });
        await server.ready();
        await server.push(framed([0], configOffer(hash, new Uint8Array(defaultLimit - 1_000))));
        await server.message("a status of an offer of almost 64 MiB", speaksOf(hash));
        await server.push(framed([0], configOffer(Uint8Array.of(2), new Uint8Array(defaultLimit))));
        await server.until("a close after more than 64 MiB", () => server.log.some((entry) => entry.endsWith(" 1009")));
      }),
    ],
  },
  {
    heading: "WebSocket Message Exchange",
    rules: [
      clientRule("C-010", "S W", "it has heartbeats, every 30 s by default", async ({ server, start, allow }) => {
        const agent = await start();
        allow(31_000);
        await server.ready();
        await server.fence();
        const { length } = server.messages;
        await agent.elapse(28_000);
        await server.push({});
        must(server.messages.length === length, "a heartbeat came before 30 s");
        await agent.elapse(3_000);
        await server.message("a heartbeat after 30 s", () => true, length);
      }),
    ],
  },
];
