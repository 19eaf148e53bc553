import { describe, expect, test } from "bun:test";

import type { Event } from "../../../src/supervisor/events.ts";
import { operatorOrders } from "../../../src/supervisor/operator-orders.ts";

interface Ordering {
  reason?: string;
  isKnown?: boolean;
  noWayBack?: string;
}

function ordering({ reason, isKnown = true, noWayBack }: Ordering = {}) {
  const events: Event[] = [];
  const post = (event: Event) => void events.push(event);
  const orders = operatorOrders({
    post: () => (isKnown ? post : undefined),
    idleBecause: () => reason,
    findWayBack: async (version) => {
      if (noWayBack !== undefined) {
        return { is: "none", answer: { taken: false, code: "NO_SUCH_VERSION", message: noWayBack } };
      }
      return { is: "there", event: { is: "RollbackRequested", version, passedOver: ["ff"] }, notes: ["v2 is lost"] };
    },
    cannotRollBackSelf: (version) => (version === "v0" ? "there is no v0" : undefined),
  });
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

describe("an operator's way back to another version", () => {
  test("is passed on with the version and promised", async () => {
    const { events, orders } = ordering();
    const message = "the Collector goes back; `status` shows the outcome\nv2 is lost";
    expect(await orders.rollback("v1.0.0")).toEqual({ taken: true, message });
    expect(events).toEqual([{ is: "RollbackRequested", version: "v1.0.0", passedOver: ["ff"] }]);
  });

  test("of the supervisor itself goes its own way", async () => {
    const { events, orders } = ordering();
    expect(await orders.rollbackSupervisor("v0")).toMatchObject({ taken: false, message: "there is no v0" });
    expect(await orders.rollbackSupervisor(undefined)).toMatchObject({ taken: true });
    expect(events).toEqual([{ is: "SupervisorRollbackRequested", version: undefined }]);
  });

  test("is not promised where there is none", async () => {
    const { events, orders } = ordering({ noWayBack: "there is nothing to go back to" });
    const message = "there is nothing to go back to";
    expect(await orders.rollback(undefined)).toEqual({ taken: false, code: "NO_SUCH_VERSION", message });
    expect(events).toEqual([]);
  });

  test("waits for a Collector that is known", async () => {
    const { orders } = ordering({ isKnown: false, noWayBack: "not known" });
    expect(await orders.rollback(undefined)).toMatchObject({ taken: false, code: "STARTING" });
  });
});
