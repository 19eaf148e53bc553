import { parseArgs } from "node:util";

import { suggestKey } from "../config/suggest.ts";
import type { Flags } from "./flags.ts";

export type Arguments =
  | {
      understood: true;
      /** Long names of the boolean flags that were given. */
      set: ReadonlySet<string>;
      /** The other flags by their long names. */
      values: ReadonlyMap<string, string>;
      /** The words that belong to no flag. */
      operands: readonly string[];
    }
  | { understood: false; problem: string };

/**
 * Reads command line arguments strictly: `--flag VALUE`, `--flag=VALUE`, `--switch` and its short form. An unknown
 * flag, one without its value, one that is given twice and any surplus word are mistakes that the operator is told of.
 *
 * @param takesOperands whether words that belong to no flag are taken. Default: no
 */
export function readArguments(given: readonly string[], flags: Flags, takesOperands = false): Arguments {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { type, alias }]) => [
      name,
      { type, ...(alias !== undefined && { short: alias }) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...given], options, strict: false, allowPositionals: true, tokens: true });
  const set = new Set<string>();
  const values = new Map<string, string>();
  const operands: string[] = [];
  for (const token of tokens ?? []) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") {
      if (!takesOperands) return misunderstood(`unexpected argument: ${token.value}`);
      operands.push(token.value);
      continue;
    }
    const { name, value, inlineValue } = token;
    const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
    if (flag === undefined) return misunderstood(unknownFlag(given[token.index] ?? name, flags));
    if (flag.type === "boolean") {
      if (value !== undefined) return misunderstood(`--${name} takes no value, was given ${value}`);
      set.add(name);
      continue;
    }
    const isFlag = !inlineValue && flag.dashed !== true && value?.startsWith("-") === true;
    const missing = value === undefined || value === "" || isFlag;
    if (missing) return misunderstood(`--${name} needs a value: --${name} ${flag.valueHint ?? "VALUE"}`);
    if (values.has(name)) return misunderstood(`--${name} is given twice`);
    values.set(name, value);
  }
  return { understood: true, set, values, operands };
}

function misunderstood(problem: string): Arguments {
  return { understood: false, problem };
}

/** Flags of the Go supervisor that are none here, and what to do instead. */
const foreignFlags: Readonly<Record<string, string>> = {
  "feature-gates":
    "is not a flag here: what the gates turn on is always on, and those of the Collector go into agent.args",
};

function unknownFlag(word: string, flags: Flags): string {
  const [text = ""] = word.split("=", 1);
  const name = text.replace(/^-+/, "");
  const foreign = Object.hasOwn(foreignFlags, name) ? foreignFlags[name] : undefined;
  if (foreign !== undefined) return `--${name} ${foreign}`;
  const { meant } = suggestKey({ section: "", key: name, sections: [{ path: "", keys: Object.keys(flags) }] });
  const near = Object.hasOwn(flags, name) ? name : meant;
  return `unknown flag: ${text}${near === undefined ? "" : `; did you mean --${near}?`}`;
}
