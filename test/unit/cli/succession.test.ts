import { describe, expect, test } from "bun:test";

import { OrderedEnd } from "../../../src/cli/succession.ts";
import type { OwnRole } from "../../../src/runtime/own-program-port.ts";

/** The end of one in this role. */
function ending(role: OwnRole = { is: "installed" }) {
  const happened: string[] = [];
  const own = {
    path: "/usr/bin/opampsupervisor",
    installed: "/usr/bin/opampsupervisor",
    role,
    args: [],
    obstacle: async () => undefined,
    environment: () => ({}),
    become: async () => "ENOSYS",
  };
  const never = new AbortController().signal;
  const stops = { stop: never, kill: never, requestStop() {}, onReload() {} };
  const processes = { run: async () => ({ started: false as const, code: "ENOSYS" }) };
  const end = new OrderedEnd({ own, runtime: { processes } }, stops, () => void happened.push("telemetry goes out"));
  end.stops.stop.addEventListener("abort", () => void happened.push("ends"), { once: true });
  return { end, happened };
}

const successor = { path: "/x", version: "2.0.0", hash: "ab", by: "server", proofMs: 1, since: 0 } as const;

describe("an ordered end", () => {
  test("of one that was tried has its telemetry on the way before the Collector goes down", () => {
    const { end, happened } = ending({ is: "trial", by: "server", since: 0 });
    end.endTrial(true);
    expect(happened).toEqual(["telemetry goes out", "ends"]);
    expect(end.will).toEqual({ is: "tried", proved: true });
  });

  test("of one that hands over leaves its telemetry to who goes on meanwhile", () => {
    const { end, happened } = ending();
    end.handOver(successor);
    expect(happened).toEqual(["ends"]);
    expect(end.will).toEqual({ is: "handed over", to: successor });
  });
});
