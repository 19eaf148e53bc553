import { beforeAll, expect, onTestFinished, test } from "bun:test";

import { changeable, changeableWorld } from "../support/connection-offers.ts";
import { freePort } from "../support/free-port.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { GoServer, type GoServerOptions } from "../support/go-server.ts";
import { certificates } from "../support/ways.ts";

beforeAll(() => goBuild("server"), goBuildTimeoutMs);

async function serving(way?: GoServerOptions["way"]): Promise<GoServer> {
  const server = await GoServer.start(way ? { way } : {});
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

/** A status of connection settings with this hash, as the library writes it. */
function told(hash: string, status: string): object {
  return {
    connection_settings_status: {
      last_connection_settings_hash: Buffer.from(hash).toString("base64"),
      status: `ConnectionSettingsStatuses_${status}`,
    },
  };
}

function offer(hash: string, opamp: object): object {
  return { connection_settings: { hash: Buffer.from(hash).toString("base64"), opamp } };
}

test.each([
  ["another WebSocket", { transport: "websocket" }],
  ["HTTP", { transport: "http" }],
  ["TLS with an authority of its own", { transport: "websocket", tls: "server" }],
] as const)(
  "a server on the reference library sends a supervisor to %s, and hears what became of it",
  async (_, way) => {
    const [old, next] = [await serving(), await serving(way)];
    const world = changeableWorld(
      { endpoint: old.url },
      {
        ...changeable,
        connection: { ...changeable.connection, accept_other_authorities: true },
      },
    );
    const supervisor = world.start();
    const { id } = await supervisor.line("Supervisor starting");
    const uid = Uint8Array.fromHex(String(id).replaceAll("-", ""));
    await old.message({ health: { healthy: true } });

    await old.send(uid, offer("dead", { destination_endpoint: `ws://127.0.0.1:${await freePort()}/v1/opamp` }));
    const { message: failed } = await old.message(told("dead", "FAILED"));
    expect(JSON.stringify(failed)).toContain("nothing accepts connections");

    await old.send(
      uid,
      offer("next", {
        destination_endpoint: next.url,
        headers: { headers: [{ key: "X-Token", value: "t" }] },
        ...("tls" in way && { tls: { ca_pem_contents: certificates.ca } }),
        heartbeat_interval_seconds: 1,
      }),
    );
    await old.message(told("next", "APPLYING"));
    await old.message({ agent_disconnect: {} });
    expect(await next.connected()).toMatchObject({ headers: expect.objectContaining({ "X-Token": ["t"] }) });
    await next.message(told("next", "APPLIED"));
    expect(await supervisor.stop()).toBe(0);
    await next.message({ agent_disconnect: {} });
  },
  60_000,
);
