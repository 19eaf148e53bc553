import { AgentCapabilities, CommandType } from "../../../src/opamp/wire/messages.ts";
import { partsOf } from "../../support/opamp-frames.ts";
import { must } from "../expectation.ts";
import { partsIn } from "../peer/exchange.ts";
import { clientRule, type Section } from "../rule.ts";
import { allAgentCapabilities } from "../subject/agent.ts";
import {
  configOffer,
  hasComponentMap,
  hasNewUid,
  mustReportComponents,
  newHash,
  noneSpeaksOf,
  speaksOf,
  startTimeOf,
  uidOffer,
} from "./offers.ts";
import { toldAfter } from "./told-after.ts";

const restart = { command: { type: CommandType.CommandType_Restart } };

export const answerSections: readonly Section[] = [
  {
    heading: "ServerToAgent Message",
    rules: [
      clientRule("C-036", "M", "each message is processed, asked for or not", async ({ server, start }) => {
        const hash = newHash();
        await start();
        await server.ready();
        await server.push(configOffer(hash));
        await server.message("a status of an offer of its own", speaksOf(hash));
        const other = newHash();
        server.answer = () => configOffer(other);
        await server.push({ flags: 1 });
        await server.message("a status of an offer in an answer", speaksOf(other));
      }),
      clientRule("C-037", "S", "the same offer in each answer is one offer", async ({ server, start }) => {
        const hash = newHash();
        server.answer = () => configOffer(hash);
        const agent = await start();
        await server.ready();
        await server.message("a status of the offer", speaksOf(hash));
        await server.fence();
        const sent = partsIn(await toldAfter(server.messages.length, server, agent));
        must(sent.length === 0, `it went on reporting ${sent.join(", ")}`);
      }),
      clientRule("C-038", "SN", "where nothing has changed, nothing is reported", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await server.fence();
        const { length } = server.messages;
        await server.push({});
        const sent = partsIn(await toldAfter(length, server, agent));
        must(sent.length === 0, `after an empty answer it reported ${sent.join(", ")}`);
      }),
    ],
  },
  {
    heading: "ServerToAgent.instance_uid, .agent_identification",
    rules: [
      clientRule("C-039", "M", "a new uid from the server is used from then on", async ({ server, start }) => {
        await start();
        await server.ready();
        await server.push(uidOffer);
        await server.push({ flags: 1 });
        const first = await server.message("the new uid", hasNewUid);
        await server.fence();
        const later = server.messages.slice(server.messages.indexOf(first));
        must(
          later.every(({ message }) => hasNewUid(message)),
          "it went back to the old one",
        );
      }),
    ],
  },
  {
    heading: "ServerToAgent.flags",
    rules: [
      clientRule("C-040", "t", "ReportFullState brings everything again, once", async ({ server, start }) => {
        const agent = await start();
        const { message: first } = await server.ready();
        await server.fence();
        const again = server.messages.at(-1)?.message ?? {};
        const missing = partsOf(first).filter((part) => !partsOf(again).includes(part));
        must(missing.length === 0, `it left out ${missing.join(", ")}`);
        const { length } = server.messages;
        await server.push({});
        must(partsIn(await toldAfter(length, server, agent)).length === 0, "it told it twice");
      }),
      clientRule(
        "C-041",
        "t",
        "ReportAvailableComponents brings the whole map and its hash",
        async ({ server, start }) => {
          await start();
          mustReportComponents(await server.ready());
          await server.push({ flags: 2 });
          const { message } = await server.message("the map of components", hasComponentMap);
          must((message.availableComponents?.hash?.length ?? 0) > 0, "the hash is missing");
        },
      ),
    ],
  },
  {
    heading: "ServerToAgent.command",
    rules: [
      clientRule("C-042", "t", "beside a command everything else is ignored", async ({ server, start }) => {
        const hash = newHash();
        const agent = await start();
        const { message } = await server.ready();
        const { length } = server.messages;
        await server.push({ ...restart, ...configOffer(hash) });
        await server.message("a new start time", (later) => startTimeOf(later) > startTimeOf(message), length);
        await toldAfter(length, server, agent);
        must(noneSpeaksOf(hash, server.messages.slice(length)), "it took the configuration");
      }),
      clientRule("C-043", "t", "without its bit a restart is ignored", async ({ server, start }) => {
        const agent = await start({
          capabilities: allAgentCapabilities & ~AgentCapabilities.AgentCapabilities_AcceptsRestartCommand,
        });
        const { message } = await server.ready();
        await server.push(restart);
        await toldAfter(server.messages.length, server, agent);
        const last = server.messages.at(-1)?.message ?? {};
        must(startTimeOf(last) === startTimeOf(message), "it restarted");
      }),
    ],
  },
];
