import { type Setting, settingsInForce } from "../../config/in-force.ts";
import { formatProblem } from "../../config/problem.ts";
import { readConfig } from "../../config/read-config.ts";
import { chooseProxy } from "../../connection/choose-proxy.ts";
import { createRuntime } from "../../runtime/shared/runtime.ts";
import type { Call, Command } from "../command.ts";
import { configFlag, configNeeded, jsonFlag, logEncodingFlag, readLogEncoding } from "../flags.ts";
import { type Paint, terminalPaint } from "../paint.ts";

export const configCommand: Command = {
  description: "Shows the settings in force and where each comes from.",
  flags: {
    ...configFlag,
    ...logEncodingFlag,
    all: { type: "boolean", description: "Those that are as without the file too" },
    ...jsonFlag,
  },
  afterFlags: `
What may be a secret is (hidden), and so is text that came out of a variable or
another file. The file is read as the supervisor reads it at its start; one that
runs goes by what the file was then.

EXAMPLES

  opampsupervisor config --config supervisor.yaml
  opampsupervisor config --config supervisor.yaml --all --json
`,
  json: [
    ["file", "the configuration, as given"],
    [
      "settings",
      'one for each key: `key` with `::` between its parts, `value` as it would be written in the file (`null`: not set, `"(hidden)"`: may be a secret), `origin` (`file`, `reference`, `environment`, `flag`, `default`), `line` and `column` of what is written there, `variables` and `files` that were put in its place, `flag`, and `differs`: whether the value is another one than without the file',
    ],
    ["warnings", "what is taken but worth a word, with its place"],
  ],
  run: runConfig,
};

async function runConfig(call: Call): Promise<number> {
  const { values, set, refuse, print } = call;
  const path = values.get("config");
  if (path === undefined) return refuse(configNeeded);
  const flag = readLogEncoding(values.get("log-encoding"));
  if ("fault" in flag) return refuse(flag.fault);
  const { encoding } = flag;
  const { files, host } = createRuntime();
  const { env, os } = host;
  const reading = await readConfig({ path, files, env, os });
  if (!reading.ok) return refuse(...reading.problems.map(formatProblem));
  const all = settingsInForce({ ...reading, env, os }).map((setting) => overridden(setting, encoding, reading, env));
  const settings = set.has("all") ? all : all.filter(({ differs }) => differs);
  const warnings = reading.warnings.map(({ place, message }) => `${path}:${place.line}:${place.column}: ${message}`);
  if (set.has("json")) return print(JSON.stringify({ file: path, settings: settings.map(flat), warnings }, null, 2));
  return print([...table(settings, path, terminalPaint()), ...warnings.map((text) => `Warning: ${text}`)].join("\n"));
}

/** What stands over the file: a flag, and the environment where the file names no proxy. */
function overridden(
  setting: Setting,
  encoding: string | undefined,
  { file }: { file: Parameters<typeof settingsInForce>[0]["file"] },
  env: Readonly<Record<string, string>>,
): Setting {
  if (setting.key === "telemetry::logs::encoding" && encoding !== undefined) {
    return { ...setting, value: encoding, origin: { from: "flag", flag: "log-encoding" }, differs: true };
  }
  if (setting.key !== "server::proxy_url" || setting.origin.from !== "default" || !file.server) return setting;
  const choice = chooseProxy({ endpoint: file.server.endpoint, configured: undefined, env });
  if (choice.use !== "proxy") return setting;
  const value = new URL(choice.url).origin;
  return { ...setting, value, origin: { from: "environment", variables: [choice.from] }, differs: true };
}

function flat({ key, value, origin, differs }: Setting): Record<string, unknown> {
  const { from, ...more } = origin;
  const { place, ...rest } = { place: undefined, ...more };
  return { key, value, origin: from, ...place, ...rest, differs };
}

function table(settings: readonly Setting[], file: string, paint: Paint): string[] {
  const rows = settings.map(({ key, value, origin }) => [key, valueText(value), originText(origin, file)] as const);
  if (rows.length === 0) return ["Nothing differs from the defaults (--all shows them)"];
  const [first, second] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([key, value, origin]) =>
    [key.padEnd(first ?? 0), value.padEnd(Math.min(second ?? 0, widest)), paint("dim", origin)].join("  "),
  );
}

/** A long value does not push the origins of all others away. */
const widest = 48;

function valueText(value: unknown): string {
  if (value === null) return "-";
  return typeof value === "string" && value !== "" ? value : JSON.stringify(value);
}

function originText(origin: Setting["origin"], file: string): string {
  if (origin.from === "file") return placeText(file, origin.place);
  if (origin.from === "reference") {
    return `${placeText(file, origin.place)}, from ${[...origin.variables, ...origin.files].join(", ")}`;
  }
  if (origin.from === "environment") return `environment variable ${origin.variables.join(", ")}`;
  return origin.from === "flag" ? `flag --${origin.flag}` : "default";
}

function placeText(file: string, { line, column }: { line: number; column: number }): string {
  return `${file}:${line}:${column}`;
}
