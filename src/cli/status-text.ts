import type { PackageVersion, StatusSnapshot } from "../control/snapshot.ts";
import { summaryOf } from "../control/summary.ts";

/** A fact of the status; one without a value is left out. */
type Fact = [name: string, value: string | undefined];

/** The status for people: one summary, then one fact a line. What is not known is left out. */
export function statusText(snapshot: StatusSnapshot): string {
  const facts = [
    ...supervisorFacts(snapshot),
    ...serverFacts(snapshot),
    ...collectorFacts(snapshot),
    ...configurationFacts(snapshot),
    ...packageFacts(snapshot),
    ...historyFacts(snapshot),
  ].flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, value] as const]));
  const width = Math.max(...facts.map(([name]) => name.length));
  const head = `${snapshot.ok ? "OK" : "NOT OK"}: ${summaryOf(snapshot)}`;
  return [head, "", ...facts.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)].join("\n");
}

function supervisorFacts({ supervisor, identity }: StatusSnapshot): Fact[] {
  const { version, pid, state, uptimeMs, storageDirectory, executable, installed } = supervisor;
  return [
    ["Supervisor", `${version}, pid ${pid}, ${state} for ${spanText(uptimeMs)}`],
    ["  executable", installed === undefined ? undefined : `${executable}, in place of ${installed}`],
    ["Storage", storageDirectory],
    ["Instance uid", identity.instanceUid],
    ["  cloned from", identity.clonedFrom],
  ];
}

function serverFacts({ server, at }: StatusSnapshot): Fact[] {
  const { endpoint, state, connectedSince, lastError, nextTryAt, certificate } = server;
  if (endpoint === undefined) return [["Server", "none is configured"]];
  const next = nextTryAt && `, next try ${moment(nextTryAt, at)}`;
  return [
    ["Server", `${endpoint}, ${state}${connectedSince ? ` since ${moment(connectedSince, at)}` : ""}${next ?? ""}`],
    ["  last error", lastError && `${lastError.message} (${lastError.code}), ${moment(lastError.at, at)}`],
    ["  certificate", certificate && `${certificate.subject}, until ${moment(certificate.notAfter, at)}`],
    ["  renewal", certificate?.renewAt && moment(certificate.renewAt, at)],
    ["  certificate request", requestText(server, at)],
    ...settingsFacts(server.settings, at),
  ];
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
    ["  offer", outcome && `${outcome.status} ${outcome.hash}`],
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
  const { executable, state, pid, since, version, health, reason, starts, nextTryAt } = collector;
  const off = Object.entries(ties).flatMap(([name, on]) => (on ? [] : [name]));
  const which = [pid === undefined ? "" : `pid ${pid}`, version ? `version ${version}` : ""].filter(Boolean);
  return [
    ["Collector", [executable, ...which].join(", ")],
    ["  state", `${state}${since ? ` since ${moment(since, at)}` : ""}`],
    ["  health", health],
    ["  reason", reason],
    ["  next try", nextTryAt && moment(nextTryAt, at)],
    ...flowFacts(collector.flow),
    ["  starts", starts === 0 ? undefined : String(starts)],
    ["  unprotected", off.length === 0 ? undefined : `it may outlive a killed supervisor: ${off.join(", ")} off`],
  ];
}

function flowFacts(flow: StatusSnapshot["collector"]["flow"]): Fact[] {
  if (flow === undefined) return [];
  const { cpu, memoryBytes, pipelines, queues = {}, findings = [] } = flow;
  const used = [
    memoryBytes === undefined ? "" : `${Math.round(memoryBytes / 2 ** 20)} MiB`,
    cpu === undefined ? "" : `${Math.round(cpu * 1000) / 10} % of a processor`,
  ];
  return [
    ["  uses", used.filter(Boolean).join(", ")],
    ...Object.entries(pipelines).map(([id, { accepted, refused, sent, failed }]): Fact => [
      `  ${id}`,
      [`${accepted}/s accepted, ${sent}/s sent`, refused && `${refused}/s refused`, failed && `${failed}/s failed`]
        .filter(Boolean)
        .join(", "),
    ]),
    ...Object.entries(queues)
      .filter(([, fill]) => fill > 0)
      .map(([id, fill]): Fact => ["  queue", `${id} ${Math.round(fill * 100)} % full`]),
    ...findings.map(({ text }): Fact => ["  no data", text]),
  ];
}

function configurationFacts({ configuration, at }: StatusSnapshot): Fact[] {
  const { phase, offered, desired, running, lastGood, outcome, probationUntil, condemned = [] } = configuration;
  const { operatorChange: change } = configuration;
  const own = configuration.fallback === true ? "the fallback configurations run" : "no remote one runs";
  return [
    ["Configuration", phase === "idle" ? (running ?? own) : phase],
    ["  offered", offered === running ? undefined : offered],
    ["  desired", desired === running ? undefined : desired],
    ["  last good", lastGood === running ? undefined : lastGood],
    ["  outcome", outcome && `${outcome.status} ${outcome.hash}`],
    ["  because", outcome?.message],
    ["  read again", change && `${change.status} ${change.changed.join(", ")} ${moment(change.at, at)}`],
    ["  because", change?.message],
    ["  on probation", probationUntil && `until ${moment(probationUntil, at)}`],
    ...condemned.map(({ hash, reason }): Fact => ["  condemned", `${hash}: ${reason}`]),
  ];
}

function packageFacts({ packages }: StatusSnapshot): Fact[] {
  if (packages === undefined) return [];
  const { phase, offered, versions, addons = [], supervisor } = packages;
  return [
    ...offered.flatMap(({ name, version, status, message }): Fact[] => [
      ["Package", [name, version, status].filter(Boolean).join(" ")],
      ["  because", message],
    ]),
    ["  upgrade", phase && `${phase.version}, ${phase.is}`],
    ["  versions", versionsText(versions)],
    ["  add-ons", addons.map(({ name, version, state }) => `${name} ${version} (${state})`).join(", ")],
    ["Supervisor package", supervisor?.phase && `${supervisor.phase.version}, ${supervisor.phase.is}`],
    ["  versions", supervisor && versionsText(supervisor.versions)],
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
        death.configuration && `configuration ${death.configuration}`,
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

/** `2026-01-01T00:00:00.000Z (2 m ago)`, as seen from `at`. */
function moment(time: string, at: string): string {
  const difference = Date.parse(at) - Date.parse(time);
  return `${time} (${difference < 0 ? `in ${spanText(-difference)}` : `${spanText(difference)} ago`})`;
}

const spans = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
] as const;

/** The largest unit alone: `3 d`, `12 s`; below a second in milliseconds. */
function spanText(ms: number): string {
  const fitting = spans.find(([, length]) => ms >= length);
  return fitting === undefined ? `${Math.round(ms)} ms` : `${Math.floor(ms / fitting[1])} ${fitting[0]}`;
}
