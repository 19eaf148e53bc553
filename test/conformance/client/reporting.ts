import { RemoteConfigStatuses } from "../../../src/opamp/wire/messages.ts";
import { partsOf } from "../../support/opamp-frames.ts";
import { textAttributes } from "../../support/scripted-agent.ts";
import { must } from "../expectation.ts";
import { partsIn } from "../peer/exchange.ts";
import type { RawServer } from "../peer/raw-server.ts";
import { agentRule, clientRule, NotTestable, provedElsewhere, type Section } from "../rule.ts";
import { testState } from "../subject/test-state.ts";
import { firstMessage } from "./first-message.ts";
import { configOffer, endOf, newHash, speaksOf } from "./offers.ts";
import { reconnected } from "./reconnected.ts";
import { toldAfter } from "./told-after.ts";

const { RemoteConfigStatuses_FAILED: failed, RemoteConfigStatuses_APPLIED: applied } = RemoteConfigStatuses;
const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);

/** Offers a configuration that no Collector takes, and awaits the failure. */
async function failure(server: RawServer): Promise<void> {
  const hash = newHash();
  await server.push(configOffer(hash, Buffer.from("no: such, key: here")));
  const { message } = await server.message("the outcome of a wrong configuration", endOf(hash));
  if (message.remoteConfigStatus?.status !== failed) throw new NotTestable("it takes any configuration");
}

export const reportingSections: readonly Section[] = [
  {
    heading: "Status Reporting",
    rules: [
      clientRule(
        "C-044",
        "M",
        "the first message is a status report, sent without waiting",
        async ({ server, start }) => {
          await start();
          const { message } = await firstMessage(server);
          must(message.agentDescription, "it does not describe the agent");
        },
      ),
      clientRule("C-045", "M", "each change of the status is reported", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        for (const healthy of [false, true, false]) {
          const { length } = server.messages;
          await agent.report({ health: { ...testState.health, healthy } });
          await server.message(`health: ${healthy}`, ({ health }) => health && health.healthy === healthy, length);
        }
      }),
      clientRule("C-046", "MAY W", "after a reconnect it can still tell everything", async ({ server, start }) => {
        const agent = await start();
        const { message } = await server.ready();
        await reconnected(server, agent);
        await server.fence();
        const full = server.messages.at(-1)?.message ?? {};
        must(partsOf(full).join() === partsOf(message).join(), `it told ${partsOf(full).join(", ")}`);
      }),
      clientRule("C-047", "MN", "a message is no reason for a message", async ({ server, start, transport }) => {
        const agent = await start();
        await server.ready();
        await server.fence();
        const { length } = server.messages;
        const acknowledgements = transport === "websocket" ? 100 : 3;
        for (let count = 0; count < acknowledgements; count += 1) await server.push({});
        const came = await toldAfter(length, server, agent);
        const reports = came.filter(({ message }) => partsOf(message).length > 0);
        const answers = transport === "websocket" ? came : reports;
        must(answers.length === 0, "it answered acknowledgements");
      }),
    ],
  },
  {
    heading: "Agent Status Compression",
    rules: [
      clientRule("C-048", "MAY", "unchanged parts are left out", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        await server.fence();
        const { length } = server.messages;
        await agent.report({ health: { healthy: false } });
        await server.message("the change", ({ health }) => health?.healthy === false, length);
        const sent = partsIn(server.messages.slice(length));
        must(sent.join() === "health", `it sent ${sent.join(", ")}`);
      }),
      clientRule("C-049", "M", "a changed part is sent whole", async ({ server, start }) => {
        const agent = await start();
        await server.ready();
        const { length } = server.messages;
        const changed = textAttributes({ "os.type": "linux", "host.name": "elsewhere" });
        await agent.report({ agentDescription: { ...testState.agentDescription, nonIdentifyingAttributes: changed } });
        const { message } = await server.message("a description", ({ agentDescription }) => agentDescription, length);
        const { identifyingAttributes, nonIdentifyingAttributes } = message.agentDescription ?? {};
        must(identifyingAttributes?.length === 2 && nonIdentifyingAttributes?.length === 2, "attributes are missing");
      }),
    ],
  },
  {
    heading: "AgentDescription Message",
    rules: [
      provedElsewhere(
        "C-050",
        "S",
        "own telemetry's resource has the identifying attributes",
        "test/e2e/own-telemetry-tls.test.ts",
        "metrics, logs and traces go over TLS to those who demand a client certificate, with the agent's identity",
      ),
      agentRule(
        "C-051",
        "t",
        "the description has service.name, .instance.id, os.* and host.*",
        async ({ server, start }) => {
          await start();
          const { message } = await server.ready();
          const { identifyingAttributes = [], nonIdentifyingAttributes = [] } = message.agentDescription ?? {};
          const names = (pairs: typeof identifyingAttributes) => (pairs ?? []).map(({ key }) => key ?? "");
          for (const name of ["service.name", "service.instance.id"]) {
            must(names(identifyingAttributes).includes(name), `it lacks ${name}`);
          }
          for (const prefix of ["os.", "host."]) {
            must(
              names(nonIdentifyingAttributes).some((name) => name.startsWith(prefix)),
              `it lacks ${prefix}*`,
            );
          }
        },
      ),
    ],
  },
  {
    heading: "ComponentHealth Message",
    rules: [
      agentRule(
        "C-052",
        "M",
        "the start time is 0 while the agent's program does not run",
        async ({ server, start }) => {
          const hash = newHash();
          await start();
          await server.ready();
          await server.push({ remoteConfig: { config: { configMap: {} }, configHash: hash } });
          await server.message("the outcome of an empty configuration", endOf(hash));
          await server.fence();
          const { health } = server.messages.at(-1)?.message ?? {};
          const started = Number(health?.startTimeUnixNano ?? 0);
          if (started && health?.healthy) throw new NotTestable("an empty configuration does not stop its program");
          must(health && !started, "it is not");
        },
      ),
      provedElsewhere(
        "C-053",
        "S",
        "health says what is wrong",
        "test/e2e/survival.test.ts",
        "a Collector that is killed is started again at once, and the server hears what happened",
      ),
    ],
  },
  {
    heading: "RemoteConfigStatus Message",
    rules: [
      clientRule("C-054", "t", "the hash of the offer is echoed byte for byte", async ({ server, start }) => {
        await start();
        await server.ready();
        await server.push(configOffer(everyByte));
        await server.message("a status with a hash of every byte", speaksOf(everyByte));
      }),
      agentRule("C-055", "t", "an error message comes with FAILED alone", async ({ server, start }) => {
        await start();
        await server.message("health", ({ health }) => health?.healthy === true);
        await failure(server);
        const hash = newHash();
        await server.push(configOffer(hash));
        const { message } = await server.message("the outcome of a right one", endOf(hash));
        must(message.remoteConfigStatus?.status === applied, "a right configuration fails");
        const wrong = server.messages.some(
          ({ message: { remoteConfigStatus: told } }) => told?.errorMessage && told.status !== failed,
        );
        must(!wrong, "another status has an error message");
      }),
    ],
  },
  {
    heading: "ConnectionSettingsStatus Message",
    rules: [
      provedElsewhere(
        "C-056",
        "t",
        "the hash of the offer is echoed; errors come with FAILED alone",
        "test/unit/supervisor/server/settings-offer.test.ts",
        "names each part that has failed, and is not told before all have their verdict",
      ),
    ],
  },
];
