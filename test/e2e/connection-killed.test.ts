import { expect, test } from "bun:test";
import { cpSync } from "node:fs";

import {
  changeable,
  changeableWorld as world,
  offersConnection as offers,
  saysOf as says,
} from "../support/connection-offers.ts";
import { type WorldOptions } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { SilentServer } from "../support/silent-server.ts";
import { TestServer } from "../support/test-server.ts";
import { Writes } from "../support/writes.ts";

/** One server or the other has the agent. */
function reaches(servers: readonly TestServer[]): Promise<unknown> {
  return Promise.any(servers.map((server) => server.healthy()));
}

/** One life for each write of a change that can be its last, until the change is over before. `offered`: the endpoint. */
async function killAtEachWrite(
  offered: (next: TestServer) => string,
  look: (old: TestServer, next: TestServer) => Promise<boolean>,
  config: WorldOptions["config"] = changeable,
) {
  const [old, next] = [await TestServer.start(), await TestServer.start()];
  const template = world(old, config);
  const once = template.start();
  await old.healthy();
  await once.stop();
  for (let k = 1; ; k += 1) {
    await old.disconnected();
    const place = world(old, config);
    cpSync(template.storage, place.storage, { recursive: true });
    const first = place.start();
    await old.healthy();
    for (const server of [old, next]) server.messages.length = 0;
    using writes = new Writes(place.storage, k);
    offers(old, "k", { destinationEndpoint: offered(next) });
    const ended = Promise.any([says(next, "k", "APPLIED"), says(old, "k", "FAILED")]).then(() => "ended" as const);
    const met = await Promise.race([writes.reached.then(() => "killed" as const), ended]);
    first.signal("SIGKILL");
    await first.descendantsGone();
    await Promise.all([old.disconnected(), next.disconnected()]);
    for (const server of [old, next]) server.messages.length = 0;
    const again = place.start();
    await reaches([old, next]);
    // A server sees that the agent has not got these settings, and offers them again.
    const told = old.agent?.connectionSettingsStatus?.lastConnectionSettingsHash;
    if (old.agent !== undefined && !told?.length) offers(old, "k", { destinationEndpoint: offered(next) });
    await look(old, next);
    await again.stop();
    await Promise.all([old.disconnected(), next.disconnected()]);
    if (met === "ended") return expect(k).toBeGreaterThan(4);
  }
}

test("a supervisor that is killed at any write of the change ends at the new server", async () => {
  await killAtEachWrite(
    (next) => next.endpoint,
    (_, next) => says(next, "k", "APPLIED"),
  );
}, 180_000);

const dead = await freePort();

test.each([
  ["nobody listens at", () => `ws://127.0.0.1:${dead}/v1/opamp`],
  ["a server answers nothing at", () => new SilentServer().endpoint],
])(
  "a supervisor that is killed at any write of a change to an endpoint that %s ends at the old server",
  async (_, offered) => {
    const endpoint = offered();
    await killAtEachWrite(
      () => endpoint,
      (old) => says(old, "k", "FAILED"),
      { ...changeable, connection: { verify_timeout: "1s" } },
    );
  },
  180_000,
);
