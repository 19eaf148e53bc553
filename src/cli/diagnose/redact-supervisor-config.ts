import { parse, stringify } from "yaml";

import { isSecretPath } from "../../compose/refusal.ts";
import { hidden, isSecret, openText } from "../../config/secrets.ts";

/** Keys that name a file or say where something is kept, whatever else their names look like. */
const isPlace = (key: string) => /(?:_file|_dirs?|_configs?|^executable|^directory|_path|_paths)$/.test(key);

/**
 * `supervisor.yaml` as others may see it: texts stay where neither their key nor their section can hold a secret; references
 * to variables and files stay as they are written, since they are none. Comments are left out.
 */
export function redactSupervisorConfig(text: string): string {
  try {
    return stringify(redactValue(parse(text) as unknown, []));
  } catch {
    return "# It is no YAML, and is left out whole.\n";
  }
}

function redactValue(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => redactItem(item, path));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, redactValue(below, [...path, key])]));
  }
  return typeof value === "string" ? redactString(value, path) : hideNumber(value, path);
}

/** Of arguments the flag stays. */
function redactItem(item: unknown, path: readonly string[]): unknown {
  const isArguments = path.at(-1)?.endsWith("args") ?? false;
  if (!isArguments || typeof item !== "string") return redactValue(item, path);
  const [flag] = item.split("=", 1);
  return flag !== undefined && flag.startsWith("-") ? (flag === item ? item : `${flag}=${hidden}`) : hidden;
}

function redactString(value: string, path: readonly string[]): string {
  if (/^\$\{(?:env|file):[^${}]+\}$/.test(value)) return value;
  if (mayBeSecret(path) || value.includes("-----BEGIN")) return hidden;
  return openText(value);
}

function hideNumber(value: unknown, path: readonly string[]): unknown {
  return typeof value === "number" && mayBeSecret(path) ? hidden : value;
}

function mayBeSecret(path: readonly string[]): boolean {
  const last = path.at(-1) ?? "";
  return isSecret(path) || (isSecretPath(path) && !isPlace(last));
}
