import { exportOnce } from "./otlp.ts";

/** What a sender saw. */
export interface Traffic {
  sent: number;
  /** Exports that the receiver did not take. */
  lost: number;
  /** Longest time from the last export that was taken before a loss to the first one after it, milliseconds; 0 without loss. */
  gapMs: number;
}

/**
 * Exports one small request each 2 ms to the OTLP receiver on `port`, each after the answer to the one before, as long
 * as `work` takes. Nothing is sent twice.
 */
export async function trafficDuring(port: number, work: () => Promise<void>): Promise<Traffic> {
  const traffic: Traffic = { sent: 0, lost: 0, gapMs: 0 };
  const over = new AbortController();
  const send = async () => {
    let lastTaken = performance.now();
    let broken = false;
    while (!over.signal.aborted || (broken && performance.now() - lastTaken < longestGapMs)) {
      const next = performance.now() + 2;
      const taken = await exportOnce(port);
      traffic.sent += 1;
      if (taken) {
        const now = performance.now();
        if (broken) traffic.gapMs = Math.max(traffic.gapMs, now - lastTaken);
        lastTaken = now;
      } else traffic.lost += 1;
      broken = !taken;
      await Bun.sleep(Math.max(0, next - performance.now()));
    }
  };
  await Promise.all([send(), work().finally(() => over.abort())]);
  return traffic;
}

/** How long after the work the end of a gap is waited for, milliseconds. */
const longestGapMs = 30_000;
