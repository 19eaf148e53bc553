import { ServerErrorResponseType } from "../../../src/opamp/wire/messages.ts";
import { partsOf } from "../../support/opamp-frames.ts";
import { must } from "../expectation.ts";
import { partsIn, unavailable } from "../peer/exchange.ts";
import type { RawServer } from "../peer/raw-server.ts";
import { clientRule, type Section } from "../rule.ts";
import type { AgentHandle } from "../subject/agent.ts";
import { testState } from "../subject/test-state.ts";
import { passTime } from "./pass-time.ts";
import { toldAfter } from "./told-after.ts";
import { waitsBetweenAttempts } from "./waits.ts";

const types = ServerErrorResponseType;

export const throttlingSections: readonly Section[] = [
  {
    heading: "Bad Request",
    rules: [
      clientRule("C-126", "SN", "what was answered with BadRequest is not sent again", (context) =>
        notRepeated(context, types.ServerErrorResponseType_BadRequest),
      ),
      clientRule("C-127", "SN", "what was answered with Unknown is not sent again", (context) =>
        notRepeated(context, types.ServerErrorResponseType_Unknown),
      ),
    ],
  },
  {
    heading: "Retrying Messages",
    rules: [
      clientRule(
        "C-128",
        "MAY W",
        "a server that does not answer is told changes all the same",
        async ({ server, start }) => {
          server.answer = () => "silence";
          const agent = await start();
          await server.ready();
          await agent.report({ health: { healthy: false } });
          await server.message("the change", ({ health }) => health?.healthy === false);
        },
      ),
      clientRule(
        "C-129",
        "t",
        "what changes while there is no server becomes one message",
        async ({ server, start }) => {
          let away = true;
          server.refuse = () => (away ? { status: 500 } : undefined);
          const agent = await start();
          await server.until("an attempt", () => server.attempts[0]);
          for (let change = 1; change <= 50; change += 1) {
            await agent.report({ health: { ...testState.health, status: `change ${change}` } });
          }
          away = false;
          await agent.untilRetry();
          const { message } = await server.ready();
          must(message.health?.status === "change 50", `the first message has ${message.health?.status}`);
          must(partsIn(await toldAfter(1, server, agent)).length === 0, "more messages follow");
        },
      ),
    ],
  },
  {
    heading: "Throttling",
    rules: [
      clientRule("C-130", "S W", "on Unavailable it disconnects, waits and comes back", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await server.push(unavailable(2_000_000_000));
        await server.until("a close", () => server.log.some((entry) => entry.startsWith("close 1")));
        await agent.untilRetry();
        await server.until("another connection", () => server.log.includes("open 2"));
      }),
      clientRule("C-131", "S W", "it waits for retry_after_nanoseconds", async ({ server, start }) => {
        const agent = await start();
        const seconds = agent.skipsTime ? 120 : 2;
        await server.ready();
        await server.push(unavailable(seconds * 1_000_000_000));
        await server.until("a close", () => server.log.some((entry) => entry.startsWith("close 1")));
        const closed = agent.now();
        await agent.untilRetry();
        const again = await server.until("another attempt", () => server.attempts[1]);
        must(again - closed >= 1_000 * seconds - 100, "it came back earlier");
      }),
      clientRule(
        "C-132",
        "S",
        "Retry-After holds with 429 and 503, in seconds and as a date",
        async ({ server, start }) => {
          let scale = 1;
          const date = () => new Date(Date.now() + 5_000 * scale).toUTCString();
          const refusals = [
            () => ({ status: 503, headers: { "retry-after": date() } }),
            () => ({ status: 429, headers: { "retry-after": String(2 * scale) } }),
          ];
          server.refuse = () => refusals.shift()?.();
          const agent = await start();
          if (agent.skipsTime) scale = 60;
          await server.freshConnection();
          const [untilDate = 0, seconds = 0] = await waitsBetweenAttempts(server, agent, 3);
          must(untilDate >= 5_000 * scale - 2_000, "it did not wait for the date");
          must(seconds >= 2_000 * scale, "it did not wait for the seconds");
        },
      ),
      clientRule("C-133", "S H", "while it waits it does not poll", async ({ server, start }) => {
        const agent = await start({ heartbeatMs: 1_000 });
        await server.ready();
        await server.fence();
        const seconds = agent.skipsTime ? 120 : 3;
        const before = server.attempts.length;
        server.refuse = () => ({ status: 503, headers: { "retry-after": String(seconds) } });
        await agent.elapse(1_000);
        await server.until("a poll", () => server.attempts.length > before);
        const refusedAt = server.attempts.at(-1) ?? 0;
        server.refuse = () => undefined;
        await agent.untilRetry();
        const again = await server.until("a request after it", () => server.attempts[before + 1]);
        must(again - refusedAt >= 1_000 * seconds, "it did not wait");
      }),
    ],
  },
];

async function notRepeated(
  { server, start }: { server: RawServer; start(): Promise<AgentHandle> },
  type: number,
): Promise<void> {
  const agent = await start();
  await server.ready();
  await server.fence();
  const { length } = server.messages;
  const status = "disputed";
  server.answer = ({ message }) =>
    message.health?.status === status ? { errorResponse: { type, errorMessage: "no" } } : {};
  await agent.report({ health: { ...testState.health, status } });
  await server.message("the report", ({ health }) => health?.status === status, length);
  await passTime(agent, 60_000);
  const came = await server.fence(length);
  const reports = came.filter(({ message }) => partsOf(message).includes("health"));
  must(reports.length === 1, "it was sent again");
}
