import { expect, test } from "bun:test";
import { existsSync } from "node:fs";

import { TestAuthority } from "../support/certificates.ts";
import {
  changeable as config,
  changeableOptions as optionsOf,
  changeableWorld as world,
  connection,
  offersConnection as offers,
  saidOf as said,
  saysOf as says,
} from "../support/connection-offers.ts";
import { freePort } from "../support/free-port.ts";
import { TestServer } from "../support/test-server.ts";

test.each([
  ["ws", "http"],
  ["http", "ws"],
] as const)(
  "an agent goes from %s to %s, with other headers, and comes back there at its next start",
  async (one, two) => {
    const [old, next] = [await TestServer.start({ scheme: one }), await TestServer.start({ scheme: two })];
    const place = world(old, one === "http" ? { ...config, server: { polling_interval: "1s" } } : config);
    const supervisor = place.start();
    await old.healthy();
    offers(old, "1", {
      destinationEndpoint: next.endpoint,
      headers: { headers: [{ key: "X-Token", value: "hunter22" }] },
      heartbeatIntervalSeconds: 1,
    });
    await says(next, "1", "APPLIED");
    expect(said(old, "1")).toEqual(["APPLYING"]);
    expect(old.messages.at(-1)?.agentDisconnect).toBeDefined();
    const line = await supervisor.line("The offered connection settings are in force");
    expect(line["gapMs"]).toBeNumber();
    expect(await next.healthy()).toBeDefined();
    expect(existsSync(place.stored("opamp_connection_settings.candidate.dat"))).toBe(false);
    await supervisor.stop();
    await next.disconnected();
    const before = old.messages.length;

    const again = place.start();
    await next.healthy();
    expect(old.messages).toHaveLength(before);
    expect(JSON.stringify([...supervisor.lines, ...again.lines])).not.toContain("hunter22");
  },
);

test("settings that lead nowhere are told with the cause, while the old connection goes on", async () => {
  const server = await TestServer.start();
  const place = world(server);
  place.start();
  await server.healthy();
  offers(server, "1", { destinationEndpoint: `ws://127.0.0.1:${await freePort()}/v1/opamp` });
  await says(server, "1", "FAILED");
  expect(said(server, "1").at(-1)).toContain("opamp: SETTINGS_UNREACHABLE: nothing accepts connections at 127.0.0.1");
  expect(server.connections).toBe(1);
});

test("over TLS the offered authority counts where the operator lets it, and checks are never turned off", async () => {
  const authority = new TestAuthority("authority");
  const { cert, key } = authority.server();
  const [old, next] = [await TestServer.start(), await TestServer.start({ tls: { cert, key } })];
  const place = world(old, { ...config, connection: { ...connection, accept_other_authorities: true } });
  place.start();
  await old.healthy();
  offers(old, "1", { destinationEndpoint: next.endpoint });
  await says(old, "1", "FAILED");
  offers(old, "2", { destinationEndpoint: next.endpoint, tls: { insecureSkipVerify: true } });
  await says(old, "2", "FAILED opamp: SETTINGS_REFUSED: tls.insecure_skip_verify is not allowed here");
  expect(old.connections).toBe(1);
  offers(old, "3", { destinationEndpoint: next.endpoint, tls: { caPemContents: authority.cert } });
  await says(next, "3", "APPLIED");
  offers(next, "4", { destinationEndpoint: old.endpoint });
  await says(next, "4", "FAILED opamp: SETTINGS_REFUSED: destination_endpoint without TLS is not allowed here");
});

test("accepted settings whose server dies are given up for those of supervisor.yaml, and the server is told", async () => {
  const [old, next] = [await TestServer.start(), await TestServer.start()];
  const place = world(old, { ...config, connection: { return_after: "2s" } });
  place.start();
  await old.healthy();
  offers(old, "1", { destinationEndpoint: next.endpoint });
  await says(next, "1", "APPLIED");
  await next.stop();
  await says(old, "1", "FAILED withdrawn: opamp: SETTINGS_UNREACHABLE: no answer for 2 s");
}, 60_000);

const lenient = { connection: { ...connection, accept_other_authorities: true } };

test.each([
  ["`server`", {}, { server: { headers: { "X-New": "yes" } } }],
  ["what offers may do", lenient, {}],
])("settings are discarded where the operator has changed %s", async (_what, before, after) => {
  const [old, next] = [await TestServer.start(), await TestServer.start()];
  const place = world(old, { ...config, ...before });
  const first = place.start();
  await old.healthy();
  offers(old, "1", { destinationEndpoint: next.endpoint });
  await says(next, "1", "APPLIED");
  await first.stop();
  await next.disconnected();
  place.configure({ ...optionsOf(old), config: { ...config, ...after } });
  const second = place.start();
  await old.healthy();
  await second.line(
    "Discarded the connection settings that the OpAMP server had offered: what supervisor.yaml says of it has changed",
  );
  expect(old.agent?.connectionSettingsStatus ?? undefined).toBeUndefined();
});
