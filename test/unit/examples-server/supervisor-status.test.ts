import { expect, test } from "bun:test";

import { supervisorStatusIn } from "../../../examples/server/agents/supervisor-status.ts";
import { formatUid } from "../../../src/opamp/wire/uid.ts";
import { statusMessage } from "../../../src/supervisor/report/status-message.ts";
import { ownCapability } from "../../../src/supervisor/report/tally-message.ts";
import { agentOf, exampleServer } from "../../support/example-server.ts";
import { runningCollector, telling } from "../../support/page-agent.ts";
import { snapshotOf } from "../../support/status-snapshots.ts";

const said = (data: string, type = "status", capability = ownCapability) =>
  supervisorStatusIn({ customMessage: { capability, type, data: Buffer.from(data) } });

test("a status is read as the supervisor writes it", () => {
  const certificate = { subject: "CN=a", notAfter: "2027-01-01T00:00:00.000Z" };
  const { collector, configuration } = snapshotOf();
  const certificates = [{ section: "healthcheck::tls", subject: "CN=b", notAfter: "2027-02-01T00:00:00.000Z" }];
  const customMessage = statusMessage(snapshotOf({ server: { state: "connected", certificate }, certificates }));
  const { state, since } = collector;
  expect(supervisorStatusIn({ customMessage })).toEqual({
    at: "2026-01-01T00:00:10.000Z",
    collector: { state, ...(since !== undefined && { since }), deathsInARow: 0, deaths: [] },
    configuration: { running: configuration.running ?? "", fallback: false },
    certificate,
    certificates,
  });
});

test.each(["", "null", "[]", "{}", '{"at":"yesterday"}', `{"at":"${"x".repeat(70_000)}"}`, "\u0000"])(
  "what is none (%p) is passed over",
  (data) => {
    expect(said(data)).toBeUndefined();
  },
);

test("a message of another type, of another capability, and none at all are none", () => {
  const data = Buffer.from(statusMessage(snapshotOf()).data ?? []).toString();
  expect(said(data)).toBeDefined();
  expect(said(data, "hold")).toBeUndefined();
  expect(said(data, "status", "org.example")).toBeUndefined();
  expect(supervisorStatusIn({})).toBeUndefined();
});

test("who comes hears that it is wanted, and the last one is in the agent's view", async () => {
  const server = await exampleServer({ insecureWs: true });
  const agent = await agentOf(server);
  const view = async (uid: Uint8Array) =>
    (await (await fetch(`${server.pageUrl}api/agents/${formatUid(uid)}`)).json()) as { supervisor: unknown };
  const { customCapabilities } = await agent.say(runningCollector("a"));
  expect(customCapabilities?.capabilities).toEqual([ownCapability]);
  expect((await view(agent.uid)).supervisor).toBeNull();
  const certificates = [{ section: "healthcheck::tls", subject: "CN=health", notAfter: "2027-02-01T00:00:00.000Z" }];
  await agent.say(telling({ collector: { state: "parked" }, certificates }));
  expect((await view(agent.uid)).supervisor).toMatchObject({ collector: { state: "parked", deathsInARow: 2 } });
  const page = await (await fetch(`${server.pageUrl}agents/${formatUid(agent.uid)}`)).text();
  expect(page).toMatch(/CN=health<\/bdi>, until <time[^>]*>2027-02-01<\/time>, of <code>healthcheck::tls/);
});
