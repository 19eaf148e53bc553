import { probeServer } from "../connection/probe-server.ts";
import { explainLoss } from "../opamp/client/explain-loss.ts";
import { type RouteProvider, type ServerRoute, transportOf } from "../opamp/client/route.ts";
import type { Runtime } from "../runtime/ports.ts";
import type { Finding } from "./finding.ts";
import { fine, found } from "./report.ts";

export interface AuthOptions {
  /** With the credentials. */
  route: ServerRoute;
  provide: RouteProvider;
  timeoutMs: number;
  runtime: Pick<Runtime, "clock" | "network">;
}

/**
 * Whether the server lets this agent in. Over WebSocket the upgrade says it, after which the connection is closed. Over HTTP only an
 * AgentToServer would be proof, and would make the server take this for an agent: a GET with the credentials is sent instead, which
 * shows at least whether they are refused.
 */
export async function judgeAuth(options: AuthOptions): Promise<Finding> {
  return await (transportOf(options.route.url) === "http" ? askByGet(options) : tryUpgrade(options));
}

async function tryUpgrade({ provide, timeoutMs, runtime }: AuthOptions): Promise<Finding> {
  const { signal } = new AbortController();
  const outcome = await probeServer({ ...runtime, route: provide, timeoutMs, signal });
  if (outcome.reached) return fine("auth", "the server takes the upgrade; no AgentToServer was sent");
  return refusal(outcome.status, outcome.reason);
}

async function askByGet({ route, timeoutMs, runtime }: AuthOptions): Promise<Finding> {
  const limit = new AbortController();
  const cancel = runtime.clock.schedule(timeoutMs, () => limit.abort());
  const outcome = await runtime.network.get({ ...route, signal: limit.signal });
  cancel();
  if (!outcome.answered) return refusal(undefined, outcome.loss.message);
  const { status } = outcome;
  outcome.body.drop();
  const loss = { code: "HTTP", message: "", response: { status, headers: outcome.headers } };
  if (isRefused(status) || status === 404 || status >= 500) return refusal(status, explainLoss(loss));
  return fine("auth", `the server does not refuse the credentials (GET: HTTP ${status}); no AgentToServer was sent`);
}

function refusal(status: number | undefined, reason: string): Finding {
  return found(isRefused(status) ? "CREDENTIALS_REFUSED" : "SERVER_REFUSES", reason);
}

function isRefused(status: number | undefined): boolean {
  return status === 401 || status === 403;
}
