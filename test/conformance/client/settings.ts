import { AgentCapabilities } from "../../../src/opamp/wire/messages.ts";
import { must } from "../expectation.ts";
import { clientRule, provedElsewhere, type Section } from "../rule.ts";
import { heartbeatOffer, mustBeAble } from "./offers.ts";

const {
  AgentCapabilities_AcceptsOpAMPConnectionSettings: acceptsSettings,
  AgentCapabilities_ReportsConnectionSettingsStatus: reportsOnSettings,
} = AgentCapabilities;
const beatMs = 1_000;

export const settingsSections: readonly Section[] = [
  {
    heading: "OpAMP Connection Setting Offer Flow",
    rules: [
      provedElsewhere(
        "C-064",
        "M",
        "offered settings are tried by connecting before they are accepted",
        "test/unit/supervisor/server/connection.test.ts",
        "are kept, looked at, used, and in force with the first answer",
      ),
      provedElsewhere(
        "C-065",
        "t",
        "they are kept as a candidate first, and tried again after a crash",
        "test/unit/supervisor/server/connection-again.test.ts",
        "tries settings whose trial was cut short again, from the start",
      ),
      provedElsewhere(
        "C-066",
        "S",
        "APPLYING is reported first",
        "test/unit/supervisor/server/connection.test.ts",
        "are kept, looked at, used, and in force with the first answer",
      ),
      provedElsewhere(
        "C-067",
        "M",
        "success: APPLIED, and the old settings are deleted",
        "test/unit/supervisor/server/connection.test.ts",
        "are kept, looked at, used, and in force with the first answer",
      ),
      provedElsewhere(
        "C-068",
        "M",
        "failure: back to the old settings, and FAILED",
        "test/unit/supervisor/server/connection.test.ts",
        "without an answer in time fail with what went wrong last, and the old ones return",
      ),
      provedElsewhere(
        "C-069",
        "S",
        "without durable storage certificates are refused",
        "test/unit/supervisor/mind/performer.test.ts",
        "C-069 a certificate that cannot be stored is refused before anybody connects with it",
      ),
      provedElsewhere(
        "C-070",
        "t",
        "what an offer leaves out is unchanged",
        "test/unit/connection/offered-settings.test.ts",
        "stands over an earlier one: what it leaves out stays, but the certificate goes with another endpoint",
      ),
    ],
  },
  {
    heading: "Agent-initiated CSR Flow",
    rules: [
      provedElsewhere(
        "C-071",
        "S",
        "the server is verified while a certificate is asked for",
        "test/e2e/client-certificate.test.ts",
        "C-071 no server is asked that the agent cannot verify",
      ),
      provedElsewhere(
        "C-072",
        "t",
        "the request is PEM, signed with the agent's own key",
        "test/unit/connection/make-certificate-request.test.ts",
        "is signed with that key, which is none of an earlier request",
      ),
      provedElsewhere(
        "C-073",
        "t",
        "a certificate without a key belongs to the agent's own key",
        "test/unit/opamp/client/connection-settings.test.ts",
        "C-073 without a key pairs with the key of the request that is under way",
      ),
      provedElsewhere(
        "C-074",
        "t",
        "once it has proved itself, the bootstrap certificate is removed",
        "test/e2e/client-certificate.test.ts",
        "an agent without a certificate asks for one, with a key of %s, and goes on with it",
      ),
      provedElsewhere(
        "C-075",
        "t",
        "a new uid inside the request repeats the flow",
        "test/unit/supervisor/server/certificate.test.ts",
        "C-075 leads to another request where it is the name in it, whatever came of the old one",
      ),
    ],
  },
  {
    heading: "OpAMPConnectionSettings.headers, .certificate",
    rules: [
      provedElsewhere(
        "C-076",
        "t",
        "offered headers are sent",
        "test/unit/connection/offered-settings.test.ts",
        "send the offered headers, and the operator's where none are offered",
      ),
      provedElsewhere(
        "C-077",
        "S",
        "after success older client certificates are forgotten",
        "test/unit/connection/offered-settings.test.ts",
        "stands over an earlier one: what it leaves out stays, but the certificate goes with another endpoint",
      ),
      provedElsewhere(
        "C-078",
        "SN",
        "no certificate in the offer: none is used",
        "test/unit/connection/offered-settings.test.ts",
        "use no client certificate where an endpoint is offered without one, and keep it with the old endpoint",
      ),
    ],
  },
  {
    heading: "OpAMPConnectionSettings.heartbeat_interval_seconds",
    rules: [
      clientRule("C-079", "M W", "the offered interval of heartbeats is used", async ({ server, start }) => {
        const agent = await start();
        mustBeAble(await server.ready(), acceptsSettings | reportsOnSettings, "take connection settings and say so");
        await server.push(heartbeatOffer(1));
        await server.message("a status of the settings", ({ connectionSettingsStatus }) => connectionSettingsStatus);
        const { length } = server.messages;
        await agent.elapse(beatMs);
        await server.message("a heartbeat after a second", () => true, length);
      }),
      clientRule("C-080", "t W", "an interval of 0 stops them", async ({ server, start }) => {
        const agent = await start({ heartbeatMs: beatMs });
        await server.ready();
        await server.push(heartbeatOffer(0));
        await server.message("a status of the settings", ({ connectionSettingsStatus }) => connectionSettingsStatus);
        await server.fence();
        const { length } = server.messages;
        await agent.elapse(3 * beatMs);
        must((await server.fence(length)).length === 0, "they go on");
      }),
      clientRule("C-081", "M", "heartbeats have the uid", async ({ server, start }) => {
        const agent = await start({ heartbeatMs: beatMs });
        const { message } = await server.ready();
        await server.fence();
        const { length } = server.messages;
        await agent.elapse(beatMs);
        const beat = await server.message("a heartbeat", () => true, length);
        must(beat.message.instanceUid?.toHex() === message.instanceUid?.toHex(), "one has another");
      }),
      clientRule("C-082", "M H", "an interval other than 0 is the polling interval", async ({ server, start }) => {
        const agent = await start({ heartbeatMs: 2_000 });
        await server.ready();
        await server.push(heartbeatOffer(1));
        await server.message("a status of the settings", ({ connectionSettingsStatus }) => connectionSettingsStatus);
        await server.fence();
        const { length } = server.messages;
        await agent.elapse(1_100);
        await server.message("a poll after a second", () => true, length);
      }),
      clientRule("C-083", "t W", "the interval counts from the last message of any kind", async ({ server, start }) => {
        const agent = await start({ heartbeatMs: beatMs });
        await server.ready();
        await server.fence();
        const { length } = server.messages;
        for (const healthy of [false, true, false, true]) {
          const before = server.messages.length;
          await agent.elapse(0.7 * beatMs);
          await agent.report({ health: { healthy } });
          await server.message("the change", ({ health }) => health?.healthy === healthy, before);
        }
        must(server.messages.length === length + 4, "a busy agent sends heartbeats too");
      }),
      clientRule("C-084", "M", "there is one message in each period", async ({ server, start }) => {
        const agent = await start({ heartbeatMs: beatMs });
        await server.ready();
        await server.fence();
        const { length } = server.messages;
        for (let period = 0; period < 3; period += 1) {
          await agent.elapse(beatMs);
          await server.message(`heartbeat ${period + 1}`, () => true, length + period);
        }
      }),
    ],
  },
  {
    heading: "TelemetryConnectionSettings, OtherConnectionSettings",
    rules: [
      provedElsewhere(
        "C-085",
        "MAY",
        "telemetry over plain http may be refused",
        "test/unit/compose/own-telemetry.test.ts",
        "over plain http is refused where the operator allows https alone",
      ),
      provedElsewhere(
        "C-086",
        "t",
        "of other connections only the fields that are set change",
        "test/unit/supervisor/server/other-connections.test.ts",
        "changes the fields alone that it sets, and the names that it has",
      ),
    ],
  },
  {
    heading: "TLSConnectionSettings Message, ProxyConnectionSettings Message",
    rules: [
      provedElsewhere(
        "C-087",
        "S",
        "once proved, new TLS and proxy settings replace the old; absent ones keep them",
        "test/unit/connection/offered-settings.test.ts",
        "keep the operator's TLS and proxy unless they are offered, and replace them wholly where they are",
      ),
      provedElsewhere(
        "C-088",
        "S",
        "TLS to the proxy uses the connection's settings, CONNECT its headers",
        "test/unit/connection/offered-settings.test.ts",
        "keep the operator's TLS and proxy unless they are offered, and replace them wholly where they are",
      ),
    ],
  },
  {
    heading: "Own Telemetry Reporting",
    rules: [
      provedElsewhere(
        "C-089",
        "S",
        "without settings in a message the destination stays",
        "test/e2e/own-telemetry.test.ts",
        "offers become the Collector's own telemetry, signal by signal, over a restart too; :8888 stays",
      ),
      provedElsewhere(
        "C-090",
        "S",
        "new settings of own telemetry get a status",
        "test/e2e/own-telemetry-tls.test.ts",
        "metrics, logs and traces go over TLS to those who demand a client certificate, with the agent's identity",
      ),
      provedElsewhere(
        "C-091",
        "S",
        "own metrics go out every 10 s; traces and logs to their destinations",
        "test/e2e/own-telemetry-tls.test.ts",
        "metrics, logs and traces go over TLS to those who demand a client certificate, with the agent's identity",
      ),
      provedElsewhere(
        "C-092",
        "M",
        "process metrics follow the semantic conventions",
        "test/e2e/self-telemetry.test.ts",
        "a real Collector gets the spans, metrics and log of a supervisor, from its bootstrap to its stop",
      ),
      provedElsewhere(
        "C-093",
        "S",
        "the resource has the identifying attributes",
        "test/e2e/own-telemetry-tls.test.ts",
        "metrics, logs and traces go over TLS to those who demand a client certificate, with the agent's identity",
      ),
    ],
  },
];
