import { encodeFrame } from "../../../src/opamp/wire/framing.ts";
import { type AgentToServer, codec, ServerErrorResponseType } from "../../../src/opamp/wire/messages.ts";
import { must } from "../expectation.ts";
import { refused, unavailable } from "../peer/exchange.ts";
import { clientRule, doesNotApply, provedElsewhere, type Section } from "../rule.ts";
import { testState } from "../subject/test-state.ts";
import {
  configOffer,
  hasComponentMap,
  hasNewUid,
  heartbeatOffer,
  metricsOffer,
  newHash,
  newUid,
  noneSpeaksOf,
  sequenceOf,
  speaksOf,
  startTimeOf,
  uidOffer,
} from "./offers.ts";
import { toldAfter } from "./told-after.ts";

const planTests = "test/unit/packages/plan.test.ts";
const upgradeTests = "test/unit/supervisor/packages/upgrade.test.ts";

const settingsTests = "test/unit/opamp/client/connection-settings.test.ts";

/** Where the specification is silent, ambiguous or widely not held to: what is decided. */
export const trapSections: readonly Section[] = [
  {
    heading: "Traps",
    rules: [
      clientRule(
        "T-01",
        "decision",
        "a heartbeat interval of 0 counts only in an offer for opamp; over HTTP polling goes on",
        async ({ server, start, transport }) => {
          const agent = await start({ heartbeatMs: 1_000 });
          await server.ready();
          await server.push(metricsOffer(Uint8Array.of(1)));
          if (transport === "http") await server.push(heartbeatOffer(0));
          await server.fence();
          const { length } = server.messages;
          await agent.elapse(1_000);
          await server.message("a heartbeat", () => true, length);
        },
      ),
      provedElsewhere(
        "T-02",
        "decision",
        "empty endpoint or absent headers: kept; absent certificate: none, if an endpoint is named",
        settingsTests,
        "C-078 an offer that names an endpoint and no certificate means none; headers, TLS and proxy stay",
      ),
      clientRule(
        "T-03",
        "decision",
        "a server that states no capabilities restricts nothing",
        async ({ server, start }) => {
          server.capabilities = 0;
          const agent = await start();
          await server.ready();
          await server.fence();
          const { length } = server.messages;
          await agent.report({ effectiveConfig: { configMap: { configMap: { "": { body: Buffer.from("b") } } } } });
          await server.message("the effective configuration", ({ effectiveConfig }) => effectiveConfig, length);
        },
      ),
      clientRule("T-04", "decision", "Unavailable is throttling, over HTTP as 503 is", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await server.push(unavailable(3_000_000_000));
        const before = server.attempts.length;
        const told = agent.now();
        await agent.untilRetry();
        const again = await server.until("another attempt", () => server.attempts.slice(before).at(-1));
        must(again - told >= 2_900, "it came back earlier");
      }),
      clientRule("T-05", "decision W", "nothing waits for an answer", async ({ server, start }) => {
        server.answer = () => "silence";
        const agent = await start();
        await server.ready();
        await agent.report({ health: { healthy: false } });
        await server.message("the change", ({ health }) => health?.healthy === false);
      }),
      clientRule(
        "T-06",
        "decision W",
        "a server that accepts and closes at once is not asked again and again",
        async ({ server, start, allow }) => {
          const agent = await start();
          allow(30_000);
          for (let round = 1; round <= 6; round += 1) {
            await server.until(`connection ${round}`, () => server.log.includes(`open ${round}`));
            server.cut();
            await agent.untilRetry();
          }
          const [first = 0, ...later] = server.attempts;
          must((later.at(-1) ?? 0) - first > 5_000, "it came back six times within seconds");
        },
      ),
      provedElsewhere(
        "T-07",
        "decision",
        "without a hint throttling lasts 30 s at least; a refused connection is tried again sooner",
        "test/unit/opamp/client/backoff.test.ts",
        "whatever happens, a wait is never longer than two minutes or a fifth above what the server orders",
      ),
      clientRule(
        "T-08",
        "decision",
        "an empty uid, or the former one, is ours; a message with another is ignored",
        async ({ server, start }) => {
          const hash = newHash();
          const agent = await start();
          await server.ready();
          await server.push({ ...configOffer(Uint8Array.of(1)), instanceUid: new Uint8Array() });
          await server.message("a status of the offer without a uid", speaksOf(Uint8Array.of(1)));
          const { length } = server.messages;
          await server.push({ ...configOffer(hash), instanceUid: newUid });
          await toldAfter(length, server, agent);
          must(noneSpeaksOf(hash, server.messages.slice(length)), "it took an offer for another agent");
        },
      ),
      clientRule(
        "T-09",
        "decision",
        "under a new uid the count goes on, and the full state is told",
        async ({ server, start }) => {
          await start();
          await server.ready();
          await server.fence();
          await server.push(uidOffer);
          const { message } = await server.message("a message under the new uid", hasNewUid);
          must(message.agentDescription, "it is not the full state");
          must(
            sequenceOf(message) === BigInt(server.messages.length - 1) || server.transport === "http",
            "the count starts anew",
          );
        },
      ),
      provedElsewhere(
        "T-10",
        "decision",
        "the wish for a uid stays in each message until there is one",
        "test/unit/opamp/client/outbox.test.ts",
        "C-025 the wish for an identity is in every message until there is one",
      ),
      provedElsewhere(
        "T-11",
        "decision",
        "the first message to another endpoint has the full state",
        "test/unit/opamp/client/client-manners.test.ts",
        "C-134, C-135 says goodbye, closes, and connects only when the old connection is gone",
      ),
      clientRule(
        "T-12",
        "decision H",
        "what was lost with a failed request is told again, under a new number",
        async ({ server, start }) => {
          const agent = await start();
          await server.ready();
          await server.fence();
          let failed = 0;
          server.answer = ({ message }) => (message.health?.status === "lost" && failed++ === 0 ? refused(500) : {});
          const { length } = server.messages;
          await agent.report({ health: { ...testState.health, status: "lost" } });
          const isLost = ({ health }: AgentToServer) => health?.status === "lost";
          const first = await server.message("the report", isLost, length);
          await agent.untilRetry();
          const again = await server.message("the report again", isLost, server.messages.indexOf(first) + 1);
          must(sequenceOf(again.message) > sequenceOf(first.message), "its number is the old one");
        },
      ),
      clientRule(
        "T-13",
        "decision",
        "the full state has the hash of the components, not their map",
        async ({ server, start }) => {
          await start();
          await server.ready();
          await server.fence();
          const full = server.messages.at(-1)?.message ?? {};
          must(full.availableComponents && !hasComponentMap(full), "it has the map");
        },
      ),
      provedElsewhere(
        "T-14",
        "decision",
        "only what an offer installed is removed, never the running program",
        upgradeTests,
        "that is withdrawn when it is installed stays, as it runs",
      ),
      provedElsewhere(
        "T-15",
        "decision",
        "a content hash is SHA-256 if it has 32 bytes; else nothing is installed",
        planTests,
        "with %s is refused",
      ),
      clientRule(
        "T-16",
        "decision",
        "zero values mean something: an empty command is a restart",
        async ({ server, start }) => {
          await start();
          const { message } = await server.ready();
          await server.push({ command: {} });
          await server.message("a new start time", (later) => startTimeOf(later) > startTimeOf(message));
        },
      ),
      provedElsewhere(
        "T-17",
        "decision",
        "statuses of packages mean what the schema's comments say",
        upgradeTests,
        "is fetched, looked at, switched to and proved, and the server hears of each step",
      ),
      provedElsewhere(
        "T-18",
        "decision",
        "a certificate without a key is taken only for a request that is under way",
        settingsTests,
        "C-073 without a key pairs with the key of the request that is under way",
      ),
      doesNotApply(
        "T-19",
        "decision",
        "names in the specification that the schema does not have",
        "the schema rules; test/interop/schema.test.ts compares ours with the reference",
      ),
      clientRule("T-20", "decision", "beside an error everything else counts too", async ({ server, start }) => {
        const hash = newHash();
        await start();
        await server.ready();
        const type = ServerErrorResponseType.ServerErrorResponseType_Unknown;
        await server.push({ errorResponse: { type, errorMessage: "x" }, ...configOffer(hash) });
        await server.message("a status of the offer", speaksOf(hash));
      }),
      provedElsewhere(
        "T-21",
        "decision",
        "new settings are proved by a message without error, within a time",
        "test/unit/supervisor/server/connection.test.ts",
        "without an answer in time fail with what went wrong last, and the old ones return",
      ),
      provedElsewhere(
        "T-22",
        "decision",
        "what weakens TLS is refused unless local settings allow it",
        "test/e2e/connection-settings.test.ts",
        "over TLS the offered authority counts where the operator lets it, and checks are never turned off",
      ),
      provedElsewhere(
        "T-23",
        "decision",
        "APPLIED when all parts of an offer are; FAILED names the part",
        "test/unit/supervisor/server/settings-offer.test.ts",
        "names each part that has failed, and is not told before all have their verdict",
      ),
      provedElsewhere(
        "T-24",
        "decision",
        "the scheme of an offered endpoint chooses the transport",
        "test/unit/opamp/client/connection-settings.test.ts",
        "chooses the transport by its scheme, and keeps the polling interval where 0 is offered",
      ),
      provedElsewhere(
        "T-25",
        "decision",
        "times beyond what a number or a timer can hold are clamped",
        "test/unit/opamp/client/heartbeat.test.ts",
        "of absurd length is a number that a clock can take",
      ),
      clientRule("T-26", "decision", "strings that are no Unicode are made so", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        const { length } = server.messages;
        await agent.report({ health: { healthy: false, lastError: "a\ud800b" } });
        const { message } = await server.message("the report", ({ health }) => health?.healthy === false, length);
        must(message.health?.lastError === "a\ufffdb", "what arrives is something else");
      }),
      clientRule(
        "T-27",
        "decision",
        "names in maps may be anything: empty, `__proto__`, `../x`",
        async ({ server, start, transport }) => {
          const hash = newHash();
          await start();
          await server.ready();
          const file = { body: Buffer.from("a") };
          const configMap = Object.fromEntries([
            ["", file],
            ["__proto__", file],
            ["../x", file],
          ]);
          const offer = { instanceUid: server.uid, remoteConfig: { config: { configMap }, configHash: hash } };
          const bytes = codec.ServerToAgent.encode(offer).finish();
          await server.push({ bytes: transport === "websocket" ? encodeFrame(bytes) : bytes });
          const told = await server.message("the configuration", ({ effectiveConfig }) =>
            Object.keys(effectiveConfig?.configMap?.configMap ?? {}).includes("../x"),
          );
          must(
            Object.keys(told.message.effectiveConfig?.configMap?.configMap ?? {}).length === 3,
            "one of them is lost",
          );
        },
      ),
      provedElsewhere(
        "T-28",
        "decision",
        "the order in a map is no difference",
        "test/unit/opamp/client/outbox.test.ts",
        "the order of a map is no change",
      ),
      clientRule("T-29", "decision", "the address is used as it is; no path is added", async ({ server, start }) => {
        await start({ path: "/" });
        const { path } = await server.ready();
        must(path === "/", `it asked for ${path}`);
      }),
    ],
  },
];
