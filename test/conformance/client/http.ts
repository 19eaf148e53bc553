import { codec } from "../../../src/opamp/wire/messages.ts";
import { formatUid } from "../../../src/opamp/wire/uid.ts";
import { partsOf } from "../../support/opamp-frames.ts";
import { must } from "../expectation.ts";
import { refused } from "../peer/exchange.ts";
import { clientRule, type Section } from "../rule.ts";
import { configOffer, hasNewUid, heartbeatOffer, newHash, noneSpeaksOf, speaksOf, uidOffer } from "./offers.ts";
import { passTime } from "./pass-time.ts";

const smallLimit = 16 * 1024;
const defaultLimit = 64 * 1024 * 1024;
const pollMs = 1_000;

export const httpSections: readonly Section[] = [
  {
    heading: "Plain HTTP Transport",
    rules: [
      clientRule("C-011", "M H", "it POSTs a body that is an AgentToServer", async ({ server, start }) => {
        await start();
        const { bytes } = await server.ready();
        must(server.log[0]?.startsWith("POST"), `its method is ${server.log[0]?.split(" ")[0]}`);
        must(bytes[0] !== 0, "the body begins with the header of WebSocket");
      }),
      clientRule(
        "C-012",
        "M H",
        "when idle it polls, with nothing but the fields of every message",
        async ({ server, start }) => {
          const agent = await start({ heartbeatMs: pollMs });
          await server.ready();
          await server.fence();
          for (const _ of [1, 2, 3]) {
            const { length } = server.messages;
            await agent.elapse(pollMs);
            const { message } = await server.message("a poll", () => true, length);
            must(partsOf(message).length === 0, `a poll has ${partsOf(message).join(", ")}`);
          }
        },
      ),
      clientRule(
        "C-013",
        "S H",
        "an accepted heartbeat interval is the polling interval",
        async ({ server, start }) => {
          const agent = await start({ heartbeatMs: 2_000 });
          await server.ready();
          await server.push(heartbeatOffer(1));
          await server.message("a status of the settings", ({ connectionSettingsStatus }) => connectionSettingsStatus);
          for (const _ of [1, 2, 3]) {
            const { length } = server.messages;
            await agent.elapse(1_100);
            await server.message("a poll after a second", () => true, length);
          }
        },
      ),
      clientRule("C-014", "M H", "there are never two requests at once", async ({ server, start }) => {
        const held = Promise.withResolvers<void>();
        server.answer = () => held.promise.then(() => ({}));
        const agent = await start({ heartbeatMs: pollMs });
        await server.ready();
        await agent.report({ health: { healthy: false } });
        await agent.elapse(3 * pollMs);
        held.resolve();
        await server.message("the change", ({ health }) => health?.healthy === false);
        await server.fence();
        must(server.mostAtOnce === 1, "a request began before the answer to the one before");
      }),
      clientRule("C-015", "M H", "the type of the body is application/x-protobuf", async ({ server, start }) => {
        await start();
        const { headers } = await server.ready();
        must(headers.get("content-type") === "application/x-protobuf", `it is ${headers.get("content-type")}`);
      }),
      clientRule(
        "C-016",
        "MAY H",
        "a gzipped body says so; gzipped answers are understood",
        async ({ server, start }) => {
          const hash = newHash();
          await start({ compression: true });
          const { headers } = await server.ready();
          must(headers.get("content-encoding") === "gzip", "the body is not gzipped");
          await server.push(configOffer(hash));
          await server.message("a status of an offer in a gzipped answer", speaksOf(hash));
        },
      ),
      clientRule(
        "C-017",
        "S H",
        "the header OpAMP-Instance-UID is the uid, also after it has changed",
        async ({ server, start }) => {
          await start();
          await server.ready();
          await server.push(uidOffer);
          await server.push({ flags: 1 });
          await server.message("the new uid", hasNewUid);
          for (const { headers, message } of server.messages) {
            const text = formatUid(message.instanceUid ?? new Uint8Array());
            must(headers.get("opamp-instance-uid") === text, "header and body differ");
          }
        },
      ),
    ],
  },
  {
    heading: "Plain HTTP Message Size Limits",
    rules: [
      clientRule(
        "C-018",
        "M H",
        "an answer over the limit, inflated too, is dropped, and recorded",
        async ({ server, start }) => {
          const hash = newHash();
          const agent = await start({ maxMessageBytes: smallLimit, heartbeatMs: pollMs });
          await server.ready();
          const { length } = server.messages;
          const large = configOffer(hash, new Uint8Array(smallLimit));
          const plain = codec.ServerToAgent.encode({ instanceUid: server.uid, ...large }).finish();
          for (const answer of [{ bytes: plain }, large]) {
            await server.push(answer);
            await agent.untilRetry();
          }
          await server.fence();
          must(noneSpeaksOf(hash, server.messages.slice(length)), "it took an offer over its limit");
          must(agent.complaints().length > 0, "it has no record of it");
        },
      ),
      clientRule("C-019", "S H", "a request over the limit is not sent, and recorded", async ({ server, start }) => {
        const agent = await start({ maxMessageBytes: smallLimit });
        await server.ready();
        await agent.report({ health: { healthy: false, lastError: "x".repeat(smallLimit) } });
        await server.fence();
        must(
          server.messages.every(({ bytes }) => bytes.length <= smallLimit),
          "it sent a body over the limit",
        );
        must(agent.complaints().length > 0, "it has no record of it");
      }),
      clientRule(
        "C-020",
        "MN H",
        "a request that was answered with 413 is not sent again",
        async ({ server, start }) => {
          const agent = await start({ heartbeatMs: pollMs });
          await server.ready();
          await server.fence();
          const { length } = server.messages;
          const isLarge = (text: string | null | undefined) => text === "too large";
          server.answer = ({ message }) => (isLarge(message.health?.lastError) ? refused(413) : {});
          await agent.report({ health: { healthy: false, lastError: "too large" } });
          await server.message("the report", ({ health }) => isLarge(health?.lastError), length);
          await passTime(agent, 120_000);
          const came = await server.fence(length);
          must(came.filter(({ message }) => isLarge(message.health?.lastError)).length === 1, "it sent it again");
        },
      ),
      clientRule("C-021", "S H", "the limit is 64 MiB unless it is configured", async ({ server, start }) => {
        const hash = newHash();
        const agent = await start({ heartbeatMs: pollMs, maxMessageBytes: "default" });
        await server.ready();
        await server.push(configOffer(hash, new Uint8Array(defaultLimit - 1_000)));
        await server.message("a status of an offer of almost 64 MiB", speaksOf(hash));
        const { length } = server.messages;
        await server.push(configOffer(Uint8Array.of(2), new Uint8Array(defaultLimit)));
        await agent.untilRetry();
        await server.fence();
        must(noneSpeaksOf(Uint8Array.of(2), server.messages.slice(length)), "it took an offer of more than 64 MiB");
      }),
    ],
  },
];
