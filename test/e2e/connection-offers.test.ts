import { expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";

import { RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import { formatUid } from "../../src/opamp/wire/uid.ts";
import { changeable, changeableWorld, offersConnection, saidOf, saysOf } from "../support/connection-offers.ts";
import { type World } from "../support/e2e.ts";
import { ordering } from "../support/fake-collector.ts";
import { freePort } from "../support/free-port.ts";
import { deafPort } from "../support/silent-server.ts";
import { TestServer } from "../support/test-server.ts";

/** Open descriptors of a process. */
function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** What is in the storage directory, but for what is being written, and the journal, which is written a little later. */
function records({ storage }: World): string[] {
  return readdirSync(storage)
    .filter((name) => !name.endsWith(".tmp") && name !== "events.jsonl")
    .toSorted();
}

/** An old server with a healthy agent, and a new one. */
async function changing() {
  const [old, next] = [await TestServer.start(), await TestServer.start()];
  const place = changeableWorld(old);
  const supervisor = place.start();
  await old.healthy();
  return { old, next, place, supervisor };
}

test("of fifty offers at once the newest wins, has one verdict, and nothing of the others is left", async () => {
  const { old, next, place, supervisor } = await changing();
  const filesBefore = records(place);
  const openBefore = openFiles(supervisor.pid);
  const others = await Promise.all(
    Array.from({ length: 49 }, async (_, index) => {
      const port = index % 2 === 0 ? await deafPort() : await freePort();
      return { destinationEndpoint: `ws://127.0.0.1:${port}/v1/opamp` };
    }),
  );
  for (const [index, offer] of others.entries()) offersConnection(old, `${index + 1}`, offer);
  offersConnection(old, "50", { destinationEndpoint: next.endpoint });
  await saysOf(next, "50", "APPLIED");
  await next.healthy();
  const verdicts = others.map((_, index) => saidOf(old, `${index + 1}`).filter((said) => said !== "APPLYING"));
  expect(verdicts.flat()).toEqual([]);
  expect([...saidOf(old, "50"), ...saidOf(next, "50")].filter((said) => said !== "APPLYING")).toEqual(["APPLIED"]);
  expect(new Set(next.messages.map(({ sequenceNum }) => String(sequenceNum))).size).toBe(next.messages.length);
  expect(records(place)).toEqual([...filesBefore, "opamp_connection_settings.dat"].toSorted());
  expect(openFiles(supervisor.pid)).toBeLessThanOrEqual(openBefore + 1);
  expect(supervisor.lines.filter(({ level }) => level === "error")).toEqual([]);
});

test("an offer that comes while another is looked at takes its place", async () => {
  const { old, next } = await changing();
  offersConnection(old, "1", { destinationEndpoint: `ws://127.0.0.1:${await deafPort()}/v1/opamp` });
  await saysOf(old, "1", "APPLYING");
  offersConnection(old, "2", { destinationEndpoint: next.endpoint });
  await saysOf(next, "2", "APPLIED");
  expect(saidOf(old, "1")).toEqual(["APPLYING"]);
});

test("an offer in the middle of a remote configuration's apply is followed, and both verdicts are told", async () => {
  const { old, next } = await changing();
  old.offer({ "": ordering({ startsForMs: 1_500 }) }, "slow");
  await old.until(() => old.statuses("slow").includes("APPLYING"));
  offersConnection(old, "1", { destinationEndpoint: next.endpoint });
  await saysOf(next, "1", "APPLIED");
  await next.verdict("slow");
  const { RemoteConfigStatuses_APPLIED: status } = RemoteConfigStatuses;
  expect(next.agent?.remoteConfigStatus).toMatchObject({ status, errorMessage: "" });
});

test("an offer before the Collector has run for the first time is followed", async () => {
  const [old, next] = [await TestServer.start(), await TestServer.start()];
  changeableWorld(old).start();
  await old.until(() => true);
  offersConnection(old, "1", { destinationEndpoint: next.endpoint });
  await saysOf(next, "1", "APPLIED");
  await next.healthy();
});

test("an offer during the shutdown holds nothing up, and is followed after the next start", async () => {
  const { old, next, place, supervisor } = await changing();
  supervisor.signal("SIGTERM");
  offersConnection(old, "1", { destinationEndpoint: next.endpoint });
  expect(await supervisor.exitCode).toBe(0);
  await old.disconnected();
  place.start();
  await Promise.any([old.healthy(), next.healthy()]);
  const told = old.agent?.connectionSettingsStatus?.lastConnectionSettingsHash;
  if (old.agent !== undefined && !told?.length) offersConnection(old, "1", { destinationEndpoint: next.endpoint });
  await saysOf(next, "1", "APPLIED");
  expect(existsSync(place.stored("opamp_connection_settings.candidate.dat"))).toBe(false);
});

test("what is offered again under another hash is applied without another connection", async () => {
  const { old, next } = await changing();
  const offer = { destinationEndpoint: next.endpoint, headers: { headers: [{ key: "X-Token", value: "a" }] } };
  offersConnection(old, "1", offer);
  await saysOf(next, "1", "APPLIED");
  const before = next.connections;
  offersConnection(next, "2", offer);
  await saysOf(next, "2", "APPLIED");
  offersConnection(next, "3", { ...offer, heartbeatIntervalSeconds: 1 });
  await saysOf(next, "3", "APPLIED");
  expect(next.connections).toBe(before);
  const heard = next.messages.length;
  await next.until(() => next.messages.length > heard + 1);
});

test("an agent goes from ws to http and back, and ends where it was sent last", async () => {
  const first = await TestServer.start();
  const second = await TestServer.start({ scheme: "http" });
  const third = await TestServer.start();
  const place = changeableWorld(first);
  const supervisor = place.start();
  await first.healthy();
  offersConnection(first, "1", { destinationEndpoint: second.endpoint, heartbeatIntervalSeconds: 1 });
  await saysOf(second, "1", "APPLIED");
  offersConnection(second, "2", { destinationEndpoint: third.endpoint });
  await saysOf(third, "2", "APPLIED");
  await supervisor.stop();
  await third.disconnected();
  place.start();
  await third.healthy();
  expect(second.messages.at(-1)?.agentDisconnect).toBeDefined();
});

test("an identity that comes with an offer is used at the new server, and kept", async () => {
  const { old, next, place, supervisor } = await changing();
  const given = "018f3b6e-1111-7111-8111-00000000beef";
  old.send({
    agentIdentification: { newInstanceUid: Buffer.from(given.replaceAll("-", ""), "hex") },
    connectionSettings: { hash: Buffer.from("1"), opamp: { destinationEndpoint: next.endpoint } },
  });
  await saysOf(next, "1", "APPLIED");
  expect([...new Set(next.messages.map(({ instanceUid }) => formatUid(Uint8Array.from(instanceUid ?? []))))]).toEqual([
    given,
  ]);
  await supervisor.stop();
  await next.disconnected();
  place.start();
  expect(formatUid((await next.until((agent) => agent.health && agent)).instanceUid)).toBe(given);
});

test("without reports_connection_settings_status the offer is followed, and nothing is said of it", async () => {
  const [old, next] = [await TestServer.start(), await TestServer.start()];
  const capabilities = { ...changeable.capabilities, reports_connection_settings_status: false };
  changeableWorld(old, { ...changeable, capabilities }).start();
  await old.healthy();
  offersConnection(old, "1", { destinationEndpoint: next.endpoint });
  await next.healthy();
  expect([...saidOf(old, "1"), ...saidOf(next, "1")]).toEqual([]);
});
