import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";

import { day, TestAuthority } from "../support/certificates.ts";
import {
  changeable,
  changeableOptions,
  changeableWorld,
  offersConnection,
  saidOf,
  saysOf,
} from "../support/connection-offers.ts";
import { freePort } from "../support/free-port.ts";
import { runCommand, statusOf } from "../support/run-command.ts";
import { deafPort, SilentServer } from "../support/silent-server.ts";
import { TestServer } from "../support/test-server.ts";

const secret = "hunter22";
const headers = { headers: [{ key: "Authorization", value: `Bearer ${secret}` }] };
const authority = new TestAuthority("authority");
const trusting = { ...changeable, connection: { verify_timeout: "2s", accept_other_authorities: true } };

/** What of an offer does not work, with the cause that the server is to hear. */
const faults: [what: string, cause: string, offer: () => Promise<object>][] = [
  [
    "a name without address",
    "nowhere.invalid",
    async () => ({ destinationEndpoint: "wss://nowhere.invalid/v1/opamp" }),
  ],
  [
    "a proxy that is not there",
    "127.0.0.1",
    async () => ({
      destinationEndpoint: "wss://server.invalid/v1/opamp",
      proxy: { url: `http://me:${secret}@127.0.0.1:${await freePort()}` },
    }),
  ],
  [
    "a certificate that is over",
    "expired",
    async () => ({
      destinationEndpoint: await secured(["localhost"], [-2 * day, -day]),
      tls: { caPemContents: authority.cert },
    }),
  ],
  [
    "a certificate with another name",
    "localhost",
    async () => ({ destinationEndpoint: await secured(["other.test"]), tls: { caPemContents: authority.cert } }),
  ],
  [
    "a server that refuses these credentials",
    "HTTP 401",
    async () => ({ destinationEndpoint: (await TestServer.start({ accepts: () => false })).endpoint }),
  ],
  [
    "a server that accepts and does not answer the upgrade",
    "within 2 s",
    async () => ({ destinationEndpoint: `ws://127.0.0.1:${await deafPort()}/v1/opamp` }),
  ],
];

async function secured(names: readonly string[], life?: readonly [number, number]): Promise<string> {
  return (await TestServer.start({ tls: authority.server(names, life) })).endpoint;
}

test.each(faults)(
  "%s is told with its cause, without a secret, and the old connection goes on",
  async (_, cause, offer) => {
    const server = await TestServer.start();
    const place = changeableWorld(server, trusting);
    const supervisor = place.start();
    await server.healthy();
    offersConnection(server, "1", { ...(await offer()), headers });
    await saysOf(server, "1", "FAILED opamp: ");
    expect(saidOf(server, "1").at(-1)).toContain(cause);
    expect(server.connections).toBe(1);
    expect(await statusOf(place)).toMatchObject({
      server: { state: "connected", settings: { inForce: "operator", outcome: { status: "FAILED" } } },
    });
    const shown = [
      JSON.stringify(server.messages),
      JSON.stringify(supervisor.lines),
      (await runCommand(place, "status")).out,
      JSON.stringify(await statusOf(place)),
    ];
    expect(shown.filter((text) => text.includes(secret))).toEqual([]);
    expect(supervisor.text.join()).not.toContain(secret);
    const kept = readdirSync(place.storage).filter((name) => name.startsWith("opamp_connection_settings"));
    expect(kept).toEqual([]);
  },
);

test("an endpoint that lets in and answers nothing is left after verify_timeout, and the old server hears why", async () => {
  const [old, silent] = [await TestServer.start(), new SilentServer()];
  const place = changeableWorld(old, { ...changeable, connection: { verify_timeout: "1s" } });
  const supervisor = place.start();
  await old.healthy();
  offersConnection(old, "1", { destinationEndpoint: silent.endpoint, headers });
  await silent.spokenTo();
  await saysOf(old, "1", "FAILED opamp: SETTINGS_UNREACHABLE: no answer of the server within 1 s");
  const back = await supervisor.line("Back on the connection to the OpAMP server");
  expect(back["gapMs"]).toBeGreaterThanOrEqual(1_000);
  expect(old.connections).toBe(2);
  expect(JSON.stringify([supervisor.lines, await statusOf(place)])).not.toContain(secret);
});

test("an accepted endpoint in whose place somebody lets in and answers nothing is given up after return_after", async () => {
  const [old, next] = [await TestServer.start(), await TestServer.start()];
  const place = changeableWorld(old, { ...changeable, connection: { return_after: "8s" } });
  place.start();
  await old.healthy();
  offersConnection(old, "1", { destinationEndpoint: next.endpoint });
  await saysOf(next, "1", "APPLIED");
  const port = Number(new URL(next.endpoint).port);
  await next.stop();
  const silent = new SilentServer(port);
  await silent.spokenTo();
  await saysOf(old, "1", "FAILED withdrawn: opamp: SETTINGS_UNREACHABLE: no answer for 8 s");
}, 60_000);

test("what failed in an earlier run is tried again when it is offered again, and then works", async () => {
  const old = await TestServer.start();
  const port = await freePort();
  const offer = { destinationEndpoint: `ws://127.0.0.1:${port}/v1/opamp` };
  const place = changeableWorld(old);
  const first = place.start();
  await old.healthy();
  offersConnection(old, "1", offer);
  await saysOf(old, "1", "FAILED");
  await first.stop();
  await old.disconnected();
  const next = await TestServer.start({ port });
  place.start();
  await old.healthy();
  offersConnection(old, "1", offer);
  await saysOf(next, "1", "APPLIED");
});

describe("insecure_skip_verify in an offer", () => {
  const offer = async () => ({ destinationEndpoint: await secured(["other.test"]), tls: { insecureSkipVerify: true } });

  test("is refused, and changes nothing, where the operator's own key does not allow it", async () => {
    const old = await TestServer.start();
    changeableWorld(old).start();
    await old.healthy();
    offersConnection(old, "1", await offer());
    await saysOf(old, "1", "FAILED opamp: SETTINGS_REFUSED: tls.insecure_skip_verify is not allowed here");
    expect(old.connections).toBe(1);
  });

  test("is honoured where it does, for that connection alone", async () => {
    const [old, next] = [await TestServer.start(), await TestServer.start({ tls: authority.server(["other.test"]) })];
    const tls = { tls: { insecure_skip_verify: true } };
    changeableWorld(old, { ...changeable, server: tls }).start();
    await old.healthy();
    offersConnection(old, "1", { destinationEndpoint: next.endpoint, tls: { insecureSkipVerify: true } });
    await saysOf(next, "1", "APPLIED");
    const strict = await secured(["other.test"]);
    offersConnection(next, "2", { destinationEndpoint: strict, tls: { minVersion: "1.2" } });
    await saysOf(next, "2", "FAILED");
  });
});

test("a private authority that is offered is used after a restart too, until the operator changes `server`", async () => {
  const [old, next] = [await TestServer.start(), await TestServer.start({ tls: authority.server() })];
  const place = changeableWorld(old, trusting);
  const first = place.start();
  await old.healthy();
  offersConnection(old, "1", { destinationEndpoint: next.endpoint, tls: { caPemContents: authority.cert }, headers });
  await saysOf(next, "1", "APPLIED");
  await first.stop();
  await next.disconnected();
  const second = place.start();
  await next.healthy();
  await second.stop();
  await next.disconnected();
  expect(next.upgrades.every((sent) => sent.get("authorization")?.endsWith(secret))).toBe(true);
  place.configure(changeableOptions(old, { ...trusting, server: { headers: { "X-New": "yes" } } }));
  place.start();
  await old.healthy();
  expect(old.upgrades.at(-1)?.get("authorization")).toBeNull();
  expect(readFileSync(place.stored("persistent_state.yaml"), "utf8")).not.toContain(secret);
});
