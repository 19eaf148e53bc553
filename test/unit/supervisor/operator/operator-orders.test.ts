import { describe, expect, test } from "bun:test";

import type { Retried } from "../../../../src/control/protocol.ts";
import type { NoRollback } from "../../../../src/supervisor/apply/rollback.ts";
import type { Event } from "../../../../src/supervisor/mind/events.ts";
import { operatorOrders } from "../../../../src/supervisor/operator/operator-orders.ts";

interface Ordering {
  reason?: string;
  isKnown?: boolean;
  noWayBack?: string;
  noEarlier?: NoRollback;
  isHeld?: boolean;
  failed?: readonly Retried[];
}

function ordering({ reason, isKnown = true, noWayBack, noEarlier, isHeld = false, failed = [] }: Ordering = {}) {
  const events: Event[] = [];
  const post = (event: Event) => void events.push(event);
  const orders = operatorOrders({
    post: () => (isKnown ? post : undefined),
    idleBecause: () => reason,
    findWayBack: async () => {
      if (noWayBack !== undefined) {
        return { is: "none", answer: { taken: false, code: "NO_SUCH_VERSION", message: noWayBack } };
      }
      return { is: "there", passedOver: ["ff"], notes: ["v2 is lost"] };
    },
    findSelfWayBack: async (version) => {
      if (version === undefined) return { is: "there", passedOver: ["ee"], notes: ["v3 is lost"] };
      return { is: "none", answer: { taken: false, code: "NO_SUCH_VERSION", message: `there is no ${version}` } };
    },
    cannotRollBackConfig: () => noEarlier,
    whatFailed: () => failed,
    isHeld: () => isHeld,
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

describe("an operator's retry", () => {
  test("tells what is tried again, by kinds and names", async () => {
    const failed: Retried[] = [
      { kind: "configuration", name: "0123456789abcdef" },
      { kind: "package", name: "geo" },
      { kind: "package", name: "" },
      { kind: "certificate request" },
      { kind: "Collector" },
    ];
    const { events, orders } = ordering({ failed });
    expect(await orders.retry()).toEqual({
      taken: true,
      message:
        "tried again: configuration 01234567, package geo, the package without a name, the certificate request, the Collector; `status` shows the outcome",
      retried: failed,
    });
    expect(events).toEqual([{ is: "RetryRequested" }]);
  });

  test("says that nothing had failed, which is no error", async () => {
    const message = "nothing had failed, and nothing is tried again";
    expect(await ordering().orders.retry()).toEqual({ taken: true, message, retried: [] });
  });

  test("waits for a Collector that is known", async () => {
    expect(await ordering({ isKnown: false }).orders.retry()).toMatchObject({ taken: false, code: "STARTING" });
  });
});

describe("an operator's way back to another version", () => {
  test("is passed on with the version and promised", async () => {
    const { events, orders } = ordering();
    const message = "the Collector goes back; `events` shows the outcome\nv2 is lost";
    expect(await orders.rollback("v1.0.0")).toEqual({ taken: true, message });
    expect(events).toEqual([{ is: "RollbackRequested", version: "v1.0.0", passedOver: ["ff"] }]);
  });

  test("of the supervisor itself goes its own way", async () => {
    const { events, orders } = ordering();
    expect(await orders.rollbackSupervisor("v0")).toMatchObject({ taken: false, message: "there is no v0" });
    const message = "the supervisor goes back; `packages` shows the outcome\nv3 is lost";
    expect(await orders.rollbackSupervisor(undefined)).toEqual({ taken: true, message });
    expect(events).toEqual([{ is: "SupervisorRollbackRequested", version: undefined, passedOver: ["ee"] }]);
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
    expect(await orders.rollbackSupervisor(undefined)).toMatchObject({ taken: false, code: "STARTING" });
  });
});

describe("an operator's way back to the configuration before", () => {
  test("is passed on and promised", async () => {
    const { events, orders } = ordering();
    expect(await orders.rollbackConfiguration()).toMatchObject({ taken: true });
    expect(events).toEqual([{ is: "ConfigRollbackRequested" }]);
  });

  test("is not promised where there is none", async () => {
    const { events, orders } = ordering({ noEarlier: { code: "NOTHING_BEFORE", message: "why" } });
    expect(await orders.rollbackConfiguration()).toEqual({ taken: false, code: "NOTHING_BEFORE", message: "why" });
    expect(events).toEqual([]);
  });

  test("waits for a Collector that is known", async () => {
    expect(await ordering({ isKnown: false }).orders.rollbackConfiguration()).toMatchObject({ code: "STARTING" });
  });
});

describe("an operator's hold", () => {
  test("is passed on", async () => {
    const { events, orders } = ordering();
    expect(await orders.hold("why", 60_000)).toMatchObject({ taken: true });
    expect(events).toEqual([{ is: "HoldRequested", reason: "why", forMs: 60_000 }]);
  });

  test("is released where there is one", async () => {
    const { events, orders } = ordering({ isHeld: true });
    expect(await orders.release()).toMatchObject({ taken: true });
    expect(events).toEqual([{ is: "ReleaseRequested" }]);
    expect(await ordering().orders.release()).toEqual({ taken: false, code: "NOT_HELD", message: "nothing is held" });
    expect(await ordering({ isKnown: false }).orders.release()).toMatchObject({ code: "STARTING" });
  });
});
