import type { ConnectionLoss, ReachOptions } from "../network-ports.ts";
import { lossOf } from "./connection-loss.ts";
import { Way } from "./open-way.ts";
import { type PreparedRoute, prepareRoute } from "./prepared-route.ts";

export type OverWayOutcome<Value> = { through: true; value: Value } | { through: false; loss: ConnectionLoss };

/**
 * Does `work` over sockets of its own, which are closed whatever becomes of it, and no longer than the options let it. `awaited` is
 * what has not come in time.
 */
export async function overWay<Value>(
  options: ReachOptions,
  awaited: "answer" | "connection",
  work: (prepared: PreparedRoute, way: Way) => Promise<Value>,
): Promise<OverWayOutcome<Value>> {
  const { url, signal, timeoutMs } = options;
  const prepared = prepareRoute(url, options);
  if (!prepared.usable) return { through: false, loss: prepared.loss };
  const way = new Way();
  const over = Promise.withResolvers<never>();
  const timeout = AbortSignal.timeout(Math.ceil(timeoutMs));
  const stop = AbortSignal.any([signal, timeout]);
  const end = () => over.reject(new Error("timed out"));
  stop.addEventListener("abort", end, { once: true });
  if (stop.aborted) end();
  try {
    return { through: true, value: await Promise.race([work(prepared, way), over.promise]) };
  } catch (error) {
    if (signal.aborted) return lost({ code: "ABORTED", message: "the attempt was given up" });
    if (timeout.aborted) return lost({ code: "TIMEOUT", message: `no ${awaited} within ${timeoutMs} ms` });
    return lost(lossOf(error, options));
  } finally {
    stop.removeEventListener("abort", end);
    way.close();
  }
}

function lost(loss: ConnectionLoss): { through: false; loss: ConnectionLoss } {
  return { through: false, loss };
}
