import { examine } from "../../doctor/doctor.ts";
import type { Finding, Severity } from "../../doctor/finding.ts";
import { createInspection } from "../../runtime/shared/inspection.ts";
import { createRuntime } from "../../runtime/shared/runtime.ts";
import { plainText } from "../../telemetry/field-text.ts";
import { type Call, type Command, exitCodes } from "../command.ts";
import { configFlag, configNeeded, jsonFlag } from "../flags.ts";
import { type Colour, type Paint, terminalPaint } from "../paint.ts";

export const doctorCommand: Command = {
  description: "Looks for what keeps a supervisor from its work.",
  flags: {
    ...configFlag,
    unit: { type: "string", description: "Its systemd unit; default: it is looked for", valueHint: "NAME" },
    ...jsonFlag,
  },
  afterFlags: `
Before anything runs, and beside a supervisor that does: it changes, locks and
starts nothing. The Collector is asked for its version and its components. The
server gets one GET without credentials and, to see whether it lets this agent
in, one upgrade that is closed at once (over HTTP one more GET). It sees no
second agent, since no AgentToServer is sent. Each port is listened on for a
moment.

The exit code is 1 where there is an error; warnings and notes leave it 0.

EXAMPLES

  opampsupervisor doctor --config supervisor.yaml
  opampsupervisor doctor --config supervisor.yaml --json
`,
  json: [
    ["healthy", "whether there is no error"],
    [
      "findings",
      "one for each thing that was looked at: `area`, `severity` (`ok`, `note`, `warning`, `error`, `skipped`), `cause`, and, but for `ok` and `skipped`, `code` and `action`; areas and codes are [below](#what-doctor-finds)",
    ],
  ],
  run: runDoctor,
};

async function runDoctor(call: Call): Promise<number> {
  const { values, set } = call;
  const file = values.get("config");
  if (file === undefined) return call.refuse(configNeeded);
  const findings = await examine({
    file,
    unit: values.get("unit"),
    runtime: createRuntime(),
    inspection: createInspection(),
  });
  const healthy = findings.every(({ severity }) => severity !== "error");
  const text = set.has("json") ? JSON.stringify({ healthy, findings }, null, 2) : asText(findings, terminalPaint());
  return call.print(text, healthy ? exitCodes.ok : exitCodes.failure);
}

const colours: Readonly<Record<Severity, Colour>> = {
  ok: "green",
  note: "bold",
  warning: "yellow",
  error: "red",
  skipped: "dim",
};

function asText(findings: readonly Finding[], paint: Paint): string {
  const lines = findings.flatMap((finding) => {
    const { severity, area, cause } = finding;
    const head = `${paint(colours[severity], severity.padEnd(7))}  ${area.padEnd(13)}  `;
    if (!("code" in finding)) return [head + plainText(cause)];
    return [`${head}${finding.code}: ${plainText(cause)}`, `${" ".repeat(24)}-> ${finding.action}`];
  });
  return [...lines, "", summary(findings, paint)].join("\n");
}

function summary(findings: readonly Finding[], paint: Paint): string {
  const counts = (["error", "warning", "note"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  if (counts.length === 0) return paint("green", "All well");
  const isWell = findings.every(({ severity }) => severity !== "error");
  return paint(isWell ? "yellow" : "red", counts.join(", "));
}
