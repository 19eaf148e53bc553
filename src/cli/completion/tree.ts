import type { Command, CommandSet } from "../command.ts";
import { choicesOf, type Flag, helpFlag } from "../flags.ts";

/** What a shell can offer for a value. */
export type Offer = { offer: "files" } | { offer: "directories" } | { offer: "words"; words: readonly string[] };

export interface FlagWords {
  /** `--config`, and `-h` where there is a short form. */
  spellings: readonly string[];
  description: string;
  /** Unset for a switch. */
  value?: Offer | "anything";
}

/** A command as a shell has to know it. */
export interface CommandWords {
  name: string;
  description: string;
  flags: readonly FlagWords[];
  /** Unset where nothing can be offered for its words. */
  operands?: Offer;
}

/** All that can stand on the command line. */
export interface CommandTree {
  /** Of a command line that begins with a flag. */
  withoutCommand: CommandWords;
  commands: readonly CommandWords[];
}

/** The command tree, from the commands themselves. */
export async function commandTree({ commands, defaultCommand }: CommandSet): Promise<CommandTree> {
  const all = await Promise.all(Object.entries(commands).map(async ([name, load]) => wordsOf(name, await load())));
  const withoutCommand = all.find(({ name }) => name === defaultCommand);
  if (withoutCommand === undefined) throw new Error(`there is no command ${defaultCommand}`);
  return { withoutCommand, commands: all };
}

function wordsOf(name: string, { description, flags, operands }: Command): CommandWords {
  const all: [string, Flag][] = Object.entries({ ...flags, ...helpFlag });
  return {
    name,
    description: plain(description),
    flags: all.map(([flag, facts]) => flagWords(flag, facts)),
    ...(operands?.are === "files" && { operands: { offer: "files" } }),
    ...(typeof operands?.are === "object" && { operands: { offer: "words", words: operands.are } }),
  };
}

function flagWords(name: string, flag: Flag): FlagWords {
  const spellings = [`--${name}`, ...(flag.alias === undefined ? [] : [`-${flag.alias}`])];
  const facts = { spellings, description: plain(flag.description) };
  return flag.type === "boolean" ? facts : { ...facts, value: valueOf(flag) };
}

function valueOf(flag: Flag): Offer | "anything" {
  const words = choicesOf(flag);
  if (words !== undefined) return { offer: "words", words };
  if (flag.valueHint === "FILE") return { offer: "files" };
  return flag.valueHint === "DIR" ? { offer: "directories" } : "anything";
}

/** Without its full stop, and without what shells read as code. */
function plain(text: string): string {
  return text.replace(/\.$/, "").replaceAll(/[`"$\\]/g, "");
}
