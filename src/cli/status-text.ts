import type { PackageVersion, StatusSnapshot } from "../control/snapshot.ts";
import { summaryOf } from "../control/summary.ts";
import { flowFacts, ownUsageText } from "./flow-facts.ts";
import { wrapText } from "./wrap-text.ts";

/** A fact of the status; one without a value is left out. */
export type Fact = [name: string, value: string | undefined];

/** Columns of a terminal that nobody has made wider. */
const columns = 80;

/**
 * The status for people: one summary, then one fact a line, or in several below each other where it is longer than 80
 * columns. What is not known is left out.
 */
export function statusText(snapshot: StatusSnapshot): string {
  const facts = [
    ...supervisorFacts(snapshot),
    ...holdFacts(snapshot),
    ...serverFacts(snapshot),
    ...certificateFacts(snapshot),
    ...collectorFacts(snapshot),
    ...configurationFacts(snapshot),
    ...packageFacts(snapshot),
    ...historyFacts(snapshot),
    ...timerFacts(snapshot),
  ].flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, value] as const]));
  const width = Math.max(...facts.map(([name]) => name.length));
  const head = `${snapshot.ok ? "OK" : "NOT OK"}: ${summaryOf(snapshot)}`;
  const lines = facts.flatMap(([name, value]) =>
    wrapText(value, columns - width - 4).map((line, place) => `  ${(place === 0 ? name : "").padEnd(width)}  ${line}`),
  );
  return [head, "", ...lines].join("\n");
}

function supervisorFacts({ supervisor, identity }: StatusSnapshot): Fact[] {
  const { version, pid, state, uptimeMs, storageDirectory, executable, installed, usage } = supervisor;
  return [
    ["Supervisor", `${version}, pid ${pid}, ${state} for ${spanText(uptimeMs)}`],
    ["  executable", installed === undefined ? undefined : `${executable}, in place of ${installed}`],
    ["  uses", usageText(usage)],
    ["Storage", storageDirectory],
    ["Instance uid", identity.instanceUid],
    ["  cloned from", identity.clonedFrom],
  ];
}

function holdFacts({ hold, at }: StatusSnapshot): Fact[] {
  if (hold === undefined) return [];
  const { since, until, reason, waiting } = hold;
  return [
    ["ON HOLD", [`since ${moment(since, at)}`, until && `until ${moment(until, at)}`].filter(Boolean).join(", ")],
    ["  because", reason],
    ["  waiting", waiting.length === 0 ? "nothing has come" : waiting.join(", ")],
  ];
}

function serverFacts({ server, at }: StatusSnapshot): Fact[] {
  const { endpoint, state, connectedSince, lastError, nextTryAt, certificate } = server;
  if (endpoint === undefined) return [["Server", "none is configured"]];
  return [
    ["Server", endpoint],
    ["  state", `${state}${connectedSince ? ` since ${moment(connectedSince, at)}` : ""}`],
    ["  next try", nextTryAt && moment(nextTryAt, at)],
    ["  last error", lastError && `${lastError.message} (${lastError.code}), ${moment(lastError.at, at)}`],
    ["  certificate", certificate && `${certificate.subject}, until ${moment(certificate.notAfter, at)}`],
    ["  renewal", certificate?.renewAt && moment(certificate.renewAt, at)],
    ["  certificate request", requestText(server, at)],
    ...settingsFacts(server.settings, at),
  ];
}

function certificateFacts({ certificates = [], at }: StatusSnapshot): Fact[] {
  return certificates.map(({ section, subject, notAfter }, place) => [
    place === 0 ? "Certificates" : "",
    `${section}: ${subject}, until ${moment(notAfter, at)}`,
  ]);
}

function settingsFacts(settings: StatusSnapshot["server"]["settings"], at: string): Fact[] {
  if (settings === undefined) return [];
  const { inForce, offeredEndpoint, phase, candidateEndpoint, outcome, lastGap } = settings;
  return [
    [
      "  settings",
      inForce === "operator" ? "of supervisor.yaml" : ["offered", offeredEndpoint].filter(Boolean).join(", "),
    ],
    ["  on trial", phase && [phase, candidateEndpoint].filter(Boolean).join(", ")],
    ["  offer", outcome && `${outcome.status} ${hashText(outcome.hash)}`],
    ["  because", outcome?.message],
    ["  last gap", lastGap && `${moment(lastGap.at, at)}: ${lastedText(lastGap)}`],
  ];
}

function lastedText({ durationMs }: { durationMs?: number }): string {
  return durationMs === undefined ? "it lasts" : `${durationMs} ms`;
}

function requestText({ certificateRequest: request }: StatusSnapshot["server"], at: string): string | undefined {
  if (request === undefined) return undefined;
  const { state, since, reason, nextTryAt } = request;
  return [
    `${state}${since ? ` since ${moment(since, at)}` : ""}`,
    ...(reason === undefined ? [] : [reason]),
    ...(nextTryAt === undefined ? [] : [`next try ${moment(nextTryAt, at)}`]),
  ].join(", ");
}

function collectorFacts({ collector, at, ties }: StatusSnapshot): Fact[] {
  const { executable, state, pid, since, version, health, reason, starts, nextTryAt, usage, deathsInARow, flow } =
    collector;
  const off = Object.entries(ties).flatMap(([name, on]) => (on ? [] : [name]));
  const which = [pid === undefined ? "" : `pid ${pid}`, version ? `version ${version}` : ""].filter(Boolean);
  return [
    ["Collector", [executable, ...which].join(", ")],
    ["  state", `${state}${since ? ` since ${moment(since, at)}` : ""}`],
    ["  health", health],
    ["  reason", reason],
    ["  uses", usageText(usage) ?? (flow && ownUsageText(flow))],
    ["  next try", nextTryAt && moment(nextTryAt, at)],
    [
      "  starts",
      starts === 0 ? undefined : [starts, deathsInARow && `${deathsInARow} ends in a row`].filter(Boolean).join(", "),
    ],
    ...flowFacts(flow),
    ["  unprotected", off.length === 0 ? undefined : `it may outlive a killed supervisor: ${off.join(", ")} off`],
  ];
}

function configurationFacts({ configuration, at }: StatusSnapshot): Fact[] {
  const { phase, offered, desired, running, lastGood, outcome, probationUntil, condemned = [] } = configuration;
  const { operatorChange: change, layers = [], rollbackTo, goingBack } = configuration;
  const other = (hash: string | undefined) => (hash === running || hash === undefined ? undefined : hashText(hash));
  const own = configuration.fallback === true ? "the fallback configurations run" : "no remote one runs";
  const now = running === undefined ? own : hashText(running);
  return [
    [
      "Configuration",
      phase === "idle" ? now : [phase, goingBack && "the operator goes back"].filter(Boolean).join(", "),
    ],
    ["  layers", layers.join("; ")],
    ["  offered", other(offered)],
    ["  desired", other(desired)],
    ["  last good", other(lastGood)],
    ["  rollback to", rollbackTo === "none" ? "the operator's own configuration" : rollbackTo && hashText(rollbackTo)],
    ["  outcome", outcome && `${outcome.status} ${hashText(outcome.hash)}`],
    ["  because", outcome?.message],
    ["  read again", change && `${change.status} ${change.changed.join(", ")} ${moment(change.at, at)}`],
    ["  because", change?.message],
    ["  on probation", probationUntil && `until ${moment(probationUntil, at)}`],
    ...condemned.map(({ hash, reason }): Fact => ["  condemned", `${hashText(hash)}: ${reason}`]),
  ];
}

function packageFacts({ packages, at }: StatusSnapshot): Fact[] {
  if (packages === undefined) return [];
  const { phase, offered, versions, addons = [], supervisor } = packages;
  const failed = supervisor?.failedRollback;
  return [
    ...offered.flatMap(({ name, version, status, message, trouble }): Fact[] => [
      ["Package", [name, version, status].filter(Boolean).join(" ")],
      ["  because", message],
      ["  waits", trouble],
    ]),
    ["  upgrade", phase && `${phase.version}, ${phase.is}`],
    ["  versions", versionsText(versions)],
    ["  add-ons", addons.map(({ name, version, state }) => `${name} ${version} (${state})`).join(", ")],
    ["Supervisor package", supervisor?.phase && `${supervisor.phase.version}, ${supervisor.phase.is}`],
    ["  versions", supervisor && versionsText(supervisor.versions)],
    ["  rollback", failed && `to ${failed.version || "the operator's own"} has failed ${moment(failed.at, at)}`],
    ["  because", failed?.message],
  ];
}

function versionsText(versions: readonly PackageVersion[]): string {
  return versions.map(({ version, state }) => `${version} (${state})`).join(", ");
}

function historyFacts({ collector, outages = [], at }: StatusSnapshot): Fact[] {
  const { deaths = [] } = collector;
  return [
    ...deaths.map((death): Fact => [
      "Unexpected end",
      [
        `${moment(death.at, at)}: ${death.how}${death.outOfMemory ? ", out of memory" : ""}`,
        death.configuration && `configuration ${hashText(death.configuration)}`,
        death.version && `version ${death.version}`,
      ]
        .filter(Boolean)
        .join(", "),
    ]),
    ...outages.map((outage): Fact => [
      "Outage",
      `${moment(outage.at, at)}: ${lastedText(outage)}${outage.by ? `, by ${outage.by}` : ""}`,
    ]),
  ];
}

/** What nobody but the machine waits for is of no interest. */
const toldTimers: Readonly<Record<string, string>> = {
  proof: "longest wait for the proof",
  probation: "end of the probation",
  restart: "next start of the Collector",
  liveness: "restart of a silent Collector",
  fallback: "fallback configuration",
  connection: "longest wait for the offered connection",
  return: "return to the operator's connection",
  certificate: "next step for the certificate",
  addons: "longest wait for add-ons",
  hold: "end of the hold",
};

function timerFacts({ timers = [], at }: StatusSnapshot): Fact[] {
  const told = timers.flatMap((timer) => (toldTimers[timer.name] ? [{ ...timer, name: toldTimers[timer.name] }] : []));
  return told.map((timer, place) => [place === 0 ? "Next" : "", `${moment(timer.at, at)}: ${timer.name}`]);
}

function usageText(usage: StatusSnapshot["collector"]["usage"]): string | undefined {
  if (usage === undefined) return undefined;
  const megabytes = (usage.memoryBytes / 1024 ** 2).toFixed(0);
  return `${megabytes} MiB, ${usage.cpuPercent} % of a processor (${spanText(usage.cpuMs)} in all)`;
}

/** As much of a hash as tells it from others. */
function hashText(hash: string): string {
  return hash.length <= 16 ? hash : `${hash.slice(0, 12)}…`;
}

/** `2026-01-01T00:00:00Z (2 m ago)`, as seen from `at`. */
function moment(time: string, at: string): string {
  const difference = Date.parse(at) - Date.parse(time);
  return `${time.replace(/\.\d+Z$/, "Z")} (${difference < 0 ? `in ${spanText(-difference)}` : `${spanText(difference)} ago`})`;
}

const spans = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
] as const;

/** The two largest units: `3 d`, `1 h 59 m`, `12 s`; below a second in milliseconds. */
function spanText(ms: number): string {
  const largest = spans.findIndex(([, length]) => ms >= length);
  if (largest === -1) return `${Math.round(ms)} ms`;
  let rest = ms;
  const parts = spans.slice(largest, largest + 2).map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? "" : `${count} ${unit}`;
  });
  return parts.filter(Boolean).join(" ");
}
