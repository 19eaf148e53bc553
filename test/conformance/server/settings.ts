import { AgentCapabilities } from "../../../src/opamp/wire/messages.ts";
import { must } from "../expectation.ts";
import { doesNotApply, provedElsewhere, type Section, serverRule } from "../rule.ts";
import { connect } from "./connect.ts";

const connections = "test/unit/examples-server/connections.test.ts";
const certificates = "test/unit/examples-server/certificates.test.ts";
const offers = "test/unit/opamp/server/offers.test.ts";

export const serverSettingsSections: readonly Section[] = [
  {
    heading: "Connection Settings Management",
    rules: [
      provedElsewhere(
        "S-027",
        "t",
        "each class of settings is offered only to agents with its bit",
        connections,
        "S-027 what is set for all goes to those that accept it, in front of it what is set for one agent",
      ),
      provedElsewhere(
        "S-028",
        "MAY",
        "an offer may name another address",
        connections,
        "an offer is made at once, and its outcome is shown with its reason and how long it took",
      ),
      provedElsewhere(
        "S-029",
        "t",
        "new credentials work before they are offered, old ones until the new are used",
        certificates,
        "S-029 while a certificate is renewed the old one goes on to be good, until the new one is used",
      ),
      provedElsewhere(
        "S-030",
        "M",
        "the address is a URL of ws or http",
        connections,
        "a form with %s is refused, and nothing is offered",
      ),
      provedElsewhere(
        "S-031",
        "M",
        "addresses for telemetry are whole URLs, of https",
        connections,
        "a form with %s is refused, and nothing is offered",
      ),
      provedElsewhere(
        "S-032",
        "M",
        "a proxy has a URL; a certificate of an authority comes with the authority's",
        connections,
        "S-032 a certificate that an authority has signed needs that, and a key that fits",
      ),
      provedElsewhere(
        "S-033",
        "S",
        "a request for a certificate is checked, and answered with one",
        certificates,
        "a request waits for a person, who approves it, and the certificate says whose it is",
      ),
      provedElsewhere(
        "S-034",
        "M",
        "where that fails the answer is BadRequest",
        certificates,
        "a request that is denied, or not well-formed, or of another agent, is a BadRequest",
      ),
      provedElsewhere(
        "S-035",
        "M",
        "the uid in the request is the agent's",
        certificates,
        "a request that is denied, or not well-formed, or of another agent, is a BadRequest",
      ),
      provedElsewhere(
        "S-036",
        "t",
        "a uid other than that of the present certificate is no reason to refuse",
        certificates,
        "S-036 an agent that took another uid gets a certificate of it over the connection with the former one",
      ),
      doesNotApply(
        "S-037",
        "M",
        "other destinations are told of revoked credentials",
        "none of our servers gives credentials for other destinations",
      ),
      provedElsewhere(
        "S-038",
        "MAY",
        "an interval for heartbeats may be offered",
        connections,
        "everything that a form can say reaches the agent",
      ),
      serverRule("S-039", "t", "an agent without ReportsHeartbeat may be silent", async (context) => {
        const { agent, server } = await connect(context);
        const capabilities = AgentCapabilities.AgentCapabilities_ReportsStatus;
        await agent.describe({ capabilities });
        must(!(await agent.say({ capabilities })).errorResponse, "it is an error");
        must((await server.connected()).includes(agent.uid.toHex()), "it is taken for gone");
      }),
    ],
  },
  {
    heading: "Own Telemetry Reporting",
    rules: [
      provedElsewhere(
        "S-040",
        "S",
        "own telemetry's settings come with the first answer, and when they change",
        offers,
        "S-024, S-025, S-026, S-040 comes with the first answer, and not twice",
      ),
    ],
  },
];
