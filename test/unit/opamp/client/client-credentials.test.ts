import { describe, expect, test } from "bun:test";

import { fixedRoute } from "../../../../src/opamp/client/client.ts";
import { clientWorld } from "../../../support/client-world.ts";

/** A client whose credentials are of somebody who says whether there are others. */
function world(others: boolean) {
  let refusals = 0;
  const credentials = { from: "oauth2client/fleet", refused: () => (refusals++, others) };
  const { client, network, log, losses } = clientWorld({
    route: fixedRoute({ url: "wss://server/v1/opamp", headers: [["Authorization", "Bearer secret"]], credentials }),
  });
  client.start();
  const refuse = (status: number) => {
    network.lastDial.lose({ code: "HTTP", message: "refused", response: { status, headers: {} } });
  };
  return { network, log, losses, refuse, refusals: () => refusals };
}

describe("credentials that the server refuses", () => {
  test("are exchanged where others can be had, and it is tried again soon", () => {
    const { refuse, losses, log } = world(true);
    refuse(401);
    expect(losses[0]?.retryInMs).toBe(500);
    expect(log.at("warn")[0]).toMatchObject({
      message: "No connection to the OpAMP server",
      fields: { credentials: "oauth2client/fleet", code: "HTTP" },
    });
  });

  test("are tried slowly where there are no others, and the log says whose they are", () => {
    const { refuse, losses, log } = world(false);
    refuse(401);
    expect(losses[0]?.retryInMs).toBe(45_000);
    expect(log.at("error")[0]).toMatchObject({
      message: "The OpAMP server refuses this agent",
      fields: { credentials: "oauth2client/fleet" },
    });
  });

  test("with 403 are no others, as they were understood", () => {
    const { refuse, losses, log, refusals } = world(true);
    refuse(403);
    expect(refusals()).toBe(0);
    expect(losses[0]?.retryInMs).toBe(45_000);
    expect(log.at("error")[0]?.fields["credentials"]).toBe("oauth2client/fleet");
  });

  test("have nothing to do with other ends", () => {
    const { refuse, log, refusals } = world(true);
    refuse(503);
    expect(refusals()).toBe(0);
    expect(log.at("warn")[0]?.fields).not.toHaveProperty("credentials");
  });
});
