import { problemText } from "../config/problem.ts";
import type { ServerConfig } from "../config/types.ts";
import { isReadable } from "../connection/is-readable.ts";
import { openServerRoute } from "../connection/server-route.ts";
import { TlsMaterial } from "../connection/tls-material.ts";
import type { RouteProvider, ServerRoute } from "../opamp/client/route.ts";
import { hasTls } from "../runtime/has-tls.ts";
import type { Cancel, Clock } from "../runtime/ports.ts";
import { silentLog } from "../telemetry/silent-log.ts";
import { judgeAuth } from "./check-auth.ts";
import { concernFinding } from "./check-certificates.ts";
import { judgeWay } from "./check-way.ts";
import type { Patient } from "./context.ts";
import type { Area, Finding } from "./finding.ts";
import { found, skipped } from "./report.ts";

/** Longest look at the server, milliseconds. */
const timeoutMs = 10_000;

const areas = ["name", "connection", "tls", "clock", "auth"] as const satisfies readonly Area[];

/**
 * The way to the OpAMP server: name, TCP, proxy, TLS, the server's clock, and whether it lets this agent in. No AgentToServer is
 * sent: an agent that runs is not disturbed, and the server sees no second one.
 */
export async function checkServer(patient: Patient): Promise<Finding[]> {
  const { server } = patient.config;
  if (server === undefined) return areas.map((area) => skipped(area, "no server is configured"));
  const opened = await openWay(server, patient);
  if ("findings" in opened) return [...opened.findings, ...areas.map((area) => skipped(area, opened.why))];
  const { provide, close } = opened;
  const { clock } = patient.runtime;
  const limit = timeLimit(clock);
  try {
    const answer = await provide(limit.signal);
    const concerns = await concernsOf(server, patient);
    if (answer.usable) return [...concerns, ...(await checkRoute(answer.route, provide, patient))];
    const without = await opened.bare(limit.signal);
    if (!without.usable) return [...concerns, found("PROXY_INVALID", answer.reason)];
    // The way can be looked at without the credentials that there are none of.
    const way = await patient.inspection.way({ ...without.route, timeoutMs });
    return [...concerns, ...judgeWay(way, without.route, clock.now()), found("NO_CREDENTIALS", answer.reason)];
  } finally {
    limit.cancel();
    close();
  }
}

/** A signal that is aborted when the time for a look is over. */
function timeLimit(clock: Pick<Clock, "schedule">): { signal: AbortSignal; cancel: Cancel } {
  const controller = new AbortController();
  return { signal: controller.signal, cancel: clock.schedule(timeoutMs, () => controller.abort()) };
}

async function checkRoute(route: ServerRoute, provide: RouteProvider, patient: Patient): Promise<Finding[]> {
  const way = await patient.inspection.way({ ...route, timeoutMs });
  const findings = judgeWay(way, route, patient.runtime.clock.now());
  const isBlocked = findings.some(({ area, severity }) => severity === "error" && area !== "clock");
  if (isBlocked) return [...findings, skipped("auth", "the server was not reached")];
  return [...findings, await judgeAuth({ route, provide, timeoutMs, runtime: patient.runtime })];
}

type Opened =
  | {
      provide: RouteProvider;
      /** Without `server.auth`. */
      bare: RouteProvider;
      close(): void;
    }
  | { findings: Finding[]; why: string };

/** What stands in the configuration is to be usable at all. */
async function openWay(server: ServerConfig, { config, runtime, problem }: Patient): Promise<Opened> {
  const options = { ...runtime, env: runtime.host.env, log: silentLog };
  const allows = { allowOtherAuthorities: config.connection.acceptOtherAuthorities };
  const way = await openServerRoute({ ...options, server, allows });
  if (!way.opened) {
    const findings = way.problems.map((each) =>
      found(each.code === "PROXY" ? "PROXY_INVALID" : each.code, problemText(problem(each))),
    );
    return { findings, why: "the way to the server is not usable" };
  }
  const bare = way.route.provide(undefined);
  const { close } = way.route;
  if (server.auth === undefined) return { provide: bare, bare, close };
  const { openAuth } = await import("../connection/auth/open-auth.ts");
  const opening = await openAuth({ ...options, auth: server.auth });
  if (opening.opened) return { provide: opening.auth.around(bare), bare, close };
  close();
  const findings = opening.problems.map((each) => found("NO_CREDENTIALS", problemText(problem(each))));
  return { findings, why: "the credentials are not usable" };
}

/** What the configuration itself says of the safety of the way. */
async function concernsOf(server: ServerConfig, { runtime, running }: Patient): Promise<Finding[]> {
  const { endpoint, tls, headers, auth } = server;
  const findings: Finding[] = [];
  const { settings } = running?.server ?? {};
  if (settings?.inForce === "offered") {
    const where = settings.offeredEndpoint ?? "the same endpoint";
    findings.push(
      found("OFFERED_SETTINGS", `the supervisor that runs uses settings of the server (${where}), not these`),
    );
  }
  if ((headers.length > 0 || auth !== undefined) && isReadable(endpoint)) {
    findings.push(found("UNENCRYPTED", "headers and credentials go to the server unencrypted"));
  }
  if (hasTls(endpoint) && tls.insecureSkipVerify) {
    findings.push(found("TLS_NOT_VERIFIED", "server.tls.insecure_skip_verify: anybody can pass for the server"));
  }
  const material = new TlsMaterial({ ...runtime, tls, log: silentLog });
  await material.open();
  return [...findings, ...material.concerns.map((concern) => concernFinding(concern))];
}
