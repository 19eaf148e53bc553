import { parseArgs } from "node:util";

import { suggestKey } from "../config/suggest.ts";
import type { Operands } from "./command.ts";
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
  | {
      understood: false;
      problem: string;
      /** The word that is one too many. */
      surplus?: string;
    };

/**
 * Reads command line arguments strictly: `--flag VALUE`, `--flag=VALUE`, `--switch` and its short form. An unknown
 * flag, one without its value, one that is given twice and any surplus word are mistakes that the operator is told of.
 *
 * @param takes the words that belong to no flag. Default: none
 */
export function readArguments(
  given: readonly string[],
  flags: Flags,
  takes?: Pick<Operands, "hint" | "most" | "are">,
): Arguments {
  const most = takes === undefined ? 0 : (takes.most ?? Infinity);
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
      const word = token.value;
      if (operands.length >= most) return { ...misunderstood(`unexpected argument: ${word}`), surplus: word };
      if (typeof takes?.are === "object" && !takes.are.includes(word)) return misunderstood(notOneOf(word, takes.are));
      operands.push(word);
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

function misunderstood(problem: string): { understood: false; problem: string } {
  return { understood: false, problem };
}

function notOneOf(word: string, words: readonly string[]): string {
  const meant = nearestWord(word, words);
  return `unexpected argument: ${word}; ${meant === undefined ? `there are ${words.join(", ")}` : `did you mean ${meant}?`}`;
}

/** The one that was probably meant. */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  return suggestKey({ section: "", key: word, sections: [{ path: "", keys: words }] }).meant;
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
  const near = Object.hasOwn(flags, name) ? name : nearestWord(name, Object.keys(flags));
  return `unknown flag: ${text}${near === undefined ? "" : `; did you mean --${near}?`}`;
}
