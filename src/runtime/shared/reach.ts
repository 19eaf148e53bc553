import type { ReachOptions, ReachOutcome } from "../network-ports.ts";
import { connectThrough } from "./open-way.ts";
import { overWay } from "./over-way.ts";

/**
 * Connects up to TLS and hangs up. With TLS 1.3 a server that does not like the client's certificate says so after our
 * side is through, and after this has looked away.
 */
export async function reach(options: ReachOptions): Promise<ReachOutcome> {
  const outcome = await overWay(options, "connection", (prepared, way) => connectThrough(options.url, prepared, way));
  return outcome.through ? { reached: true } : { reached: false, loss: outcome.loss };
}
