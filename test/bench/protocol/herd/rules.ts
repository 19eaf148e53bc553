import { Backoff } from "../../../../src/opamp/client/backoff.ts";
import type { Random } from "../../../../src/runtime/ports.ts";

/** When one client tries again. */
export interface ReconnectRule {
  /** Milliseconds from the end of a connection that worked to the first attempt. */
  afterLoss(): number;
  /** Milliseconds from an attempt that nobody answered to the next one. */
  afterFailure(): number;
}

/** Our client's own. */
export function ourRule(random: Random): ReconnectRule {
  const backoff = new Backoff(random);
  const loss = { code: "CLOSED", message: "the connection broke off" };
  return {
    afterLoss: () => backoff.delayAfter({ cause: "broken", loss, proven: true, lastedMs: 3_600_000 }),
    afterFailure: () => backoff.delayAfter({ cause: "broken", loss, proven: false, lastedMs: 0 }),
  };
}

/** The Go library's: at once, then 0.5 s growing by half up to 60 s, each wait up to half more or less. */
export function goRule(random: Random): ReconnectRule {
  let intervalMs = 500;
  return {
    afterLoss: () => 0,
    afterFailure: () => {
      const delayMs = intervalMs * (0.5 + random.unit());
      intervalMs = Math.min(60_000, intervalMs * 1.5);
      return delayMs;
    },
  };
}
