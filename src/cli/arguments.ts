import { type ArgsDef, parseArgs, type ParsedArgs } from "citty";

export type Arguments<Definition extends ArgsDef> =
  { understood: true; values: ParsedArgs<Definition> } | { understood: false; problem: string };

/**
 * Reads command line arguments strictly: citty takes unknown flags, flags without their value and surplus words in
 * silence, each of which is a mistake of the operator's that must be told.
 */
export function readArguments<Definition extends ArgsDef>(
  given: readonly string[],
  definition: Definition,
): Arguments<Definition> {
  const known = new Set(Object.keys(definition));
  for (const [index, word] of given.entries()) {
    const flag = /^--?([^=]+)/.exec(word)?.[1];
    const takesWord = (at: number) => definition[/^--?([^=]+)$/.exec(given[at] ?? "")?.[1] ?? ""]?.type === "string";
    if (flag === undefined) {
      if (index > 0 && takesWord(index - 1)) continue;
      return { understood: false, problem: `unexpected argument: ${word}` };
    }
    if (!known.has(flag)) return { understood: false, problem: `unknown flag: --${flag}` };
    const value = word.includes("=") ? word.slice(word.indexOf("=") + 1) : given[index + 1];
    const missing = value === undefined || value === "" || (!word.includes("=") && value.startsWith("-"));
    if (takesWord(index) || (word.includes("=") && definition[flag]?.type === "string")) {
      if (missing) return { understood: false, problem: `--${flag} needs a value` };
    }
  }
  try {
    return { understood: true, values: parseArgs([...given], definition) };
  } catch (error) {
    return { understood: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
