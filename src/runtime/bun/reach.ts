import type { ReachOptions, ReachOutcome } from "../network-ports.ts";
import { lossOf, proxyRefusal } from "./connection-loss.ts";
import { connectThrough, ProxyRefusal, Way } from "./open-way.ts";
import { prepareRoute } from "./prepared-route.ts";

/**
 * Connects up to TLS and hangs up. With TLS 1.3 a server that does not like the client's certificate says so after our
 * side is through, and after this has looked away.
 */
export async function reach(options: ReachOptions): Promise<ReachOutcome> {
  const { url, signal, timeoutMs } = options;
  const prepared = prepareRoute(url, options);
  if (!prepared.usable) return { reached: false, loss: prepared.loss };
  const way = new Way();
  const over = Promise.withResolvers<never>();
  const timeout = AbortSignal.timeout(timeoutMs);
  const stop = AbortSignal.any([signal, timeout]);
  const end = () => over.reject(new Error("timed out"));
  stop.addEventListener("abort", end, { once: true });
  if (stop.aborted) end();
  try {
    await Promise.race([connectThrough(url, prepared, way), over.promise]);
    return { reached: true };
  } catch (error) {
    if (error instanceof ProxyRefusal && options.proxy) {
      return { reached: false, loss: proxyRefusal(error.status, options.proxy) };
    }
    if (signal.aborted) return { reached: false, loss: { code: "ABORTED", message: "the attempt was given up" } };
    if (timeout.aborted) {
      return { reached: false, loss: { code: "TIMEOUT", message: `no connection within ${timeoutMs} ms` } };
    }
    return { reached: false, loss: lossOf(error, options) };
  } finally {
    stop.removeEventListener("abort", end);
    way.close();
  }
}
