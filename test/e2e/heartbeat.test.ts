import { expect, test } from "bun:test";

import { changeable as config, offersConnection, saysOf } from "../support/connection-offers.ts";
import { World } from "../support/e2e.ts";
import { TestServer } from "../support/test-server.ts";

/** What a message without any news has. */
const bare = ["capabilities", "instanceUid", "sequenceNum"];

test("heartbeats, which hold nothing else, come at the interval that the server offers, over the same connection", async () => {
  const server = await TestServer.start();
  new World({ endpoint: server.endpoint, config }).start();
  await server.healthy();
  offersConnection(server, "1", { heartbeatIntervalSeconds: 1 });
  await saysOf(server, "1", "APPLIED");
  const said = server.messages.length;
  const [first, second] = await server.until(() => {
    const beats = server.messages
      .slice(said)
      .filter((message) => Object.keys(message).toSorted().join() === bare.join());
    return beats.length >= 2 && beats;
  });
  expect(Number(second?.sequenceNum) - Number(first?.sequenceNum)).toBe(1);
  expect(server.connections).toBe(1);
}, 10_000);
