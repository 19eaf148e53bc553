import { describe, expect, test } from "bun:test";

import type { Event } from "../../../src/supervisor/events.ts";
import { operatorOrders } from "../../../src/supervisor/operator-orders.ts";

function ordering({ reason, isKnown = true }: { reason?: string; isKnown?: boolean } = {}) {
  const events: Event[] = [];
  const post = (event: Event) => void events.push(event);
  const orders = operatorOrders({ post: () => (isKnown ? post : undefined), idleBecause: () => reason });
  return { events, orders };
}

describe("an operator's restart", () => {
  test("is passed on and promised", async () => {
    const { events, orders } = ordering();
    expect(await orders.restart()).toEqual({ taken: true, message: "the Collector is restarted" });
    expect(events).toEqual([{ is: "RestartRequested", by: "operator" }]);
  });

  test("is not promised where nothing should run", async () => {
    const { orders } = ordering({ reason: "the remote configuration is empty" });
    const message = "there is nothing to restart: the remote configuration is empty";
    expect(await orders.restart()).toEqual({ taken: false, code: "NOTHING_RUNS", message });
  });

  test("waits for a Collector that is known", async () => {
    expect(await ordering({ isKnown: false }).orders.restart()).toMatchObject({ taken: false, code: "STARTING" });
  });
});
