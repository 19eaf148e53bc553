import { must } from "../expectation.ts";
import { partsIn } from "../peer/exchange.ts";
import { agentRule, clientRule, doesNotApply, NotApplicable, type Section } from "../rule.ts";
import { testState } from "../subject/test-state.ts";
import { firstMessage } from "./first-message.ts";
import { hasComponentMap, mustReportComponents } from "./offers.ts";
import { toldAfter } from "./told-after.ts";

export const customSections: readonly Section[] = [
  {
    heading: "CustomCapabilities, CustomMessage",
    rules: [
      clientRule(
        "C-112",
        "t",
        "custom capabilities are listed whole, and only when they change",
        async ({ server, start }) => {
          const agent = await start();
          await server.ready();
          await server.fence();
          if (!server.messages.some(({ message }) => (message.customCapabilities?.capabilities ?? []).length > 0)) {
            throw new NotApplicable("it has no custom capabilities");
          }
          const { length } = server.messages;
          await agent.report({ customCapabilities: structuredClone(testState.customCapabilities) });
          must(partsIn(await toldAfter(length, server, agent)).length === 0, "an equal list is sent again");
          const after = server.messages.length;
          const capabilities = ["com.example.echo", "com.example.more/v2"];
          await agent.report({ customCapabilities: { capabilities } });
          const { message } = await server.message(
            "the new list",
            ({ customCapabilities }) => customCapabilities,
            after,
          );
          must(message.customCapabilities?.capabilities?.join() === capabilities.join(), "the list is not whole");
        },
      ),
      clientRule("C-113", "t", "custom messages go out under a reversed domain name", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await agent.sendCustomMessage("com.example.echo", "hello", Uint8Array.of(0, 255));
        const { message } = await server.message("the custom message", ({ customMessage }) => customMessage);
        const { capability, type, data } = message.customMessage ?? {};
        must(/^[a-z][\w-]*(\.[\w-]+)+(\/v\d+)?$/.test(capability ?? ""), `the capability is ${capability}`);
        must(type === "hello" && data?.toHex() === "00ff", "type or data arrive otherwise");
      }),
      clientRule("C-114", "t", "custom messages that it does not know do no harm", async ({ server, start }) => {
        await start();
        await server.ready();
        await server.push({ customMessage: { capability: "com.example.unknown", type: "x", data: Uint8Array.of(1) } });
        await server.push({
          customMessage: { capability: "com.example.echo", type: "unknown", data: Uint8Array.of(1) },
        });
        await server.fence();
      }),
    ],
  },
  {
    heading: "AvailableComponents Message, Initial Handshake",
    rules: [
      clientRule("C-115", "M", "the hash is always there", async ({ server, start }) => {
        await start();
        mustReportComponents(await server.ready());
        await server.push({ flags: 2 });
        await server.message("the map of components", hasComponentMap);
        await server.fence();
        const told = server.messages.flatMap(({ message }) => message.availableComponents ?? []);
        must(
          told.every(({ hash }) => (hash?.length ?? 0) > 0),
          "a message lacks it",
        );
      }),
      doesNotApply(
        "C-116",
        "S",
        "equal components have an equal hash",
        "the hash is computed by the Collector's opamp extension and passed on as it is",
      ),
      clientRule("C-117", "S", "the first message has the hash alone", async ({ server, start }) => {
        await start();
        mustReportComponents(await firstMessage(server));
        const first = await server.message("components", ({ availableComponents }) => availableComponents);
        must(!hasComponentMap(first.message), "it has the map");
      }),
      clientRule("C-118", "t", "components are left out while their hash is unchanged", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await server.fence();
        const { length } = server.messages;
        await agent.report({ availableComponents: structuredClone(testState.availableComponents) });
        must(partsIn(await toldAfter(length, server, agent)).length === 0, "they were sent again");
      }),
      agentRule("C-119", "S", "their metadata follow the semantic conventions", async ({ server, start }) => {
        await start();
        mustReportComponents(await server.ready());
        await server.message("the hash of the components", ({ availableComponents }) => availableComponents);
        await server.push({ flags: 2 });
        const { message } = await server.message("the map of components", hasComponentMap);
        const kinds = Object.values(message.availableComponents?.components ?? {});
        const components = kinds.flatMap(({ subComponentMap }) => Object.values(subComponentMap ?? {}));
        const keys = components.flatMap(({ metadata }) => (metadata ?? []).map(({ key }) => key ?? ""));
        must(keys.includes("code.namespace"), `the keys are ${[...new Set(keys)].sort().join(", ")}`);
      }),
    ],
  },
];
