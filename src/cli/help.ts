import { stripVTControlCharacters } from "node:util";

import { defineCommand, renderUsage } from "citty";

import type { Command } from "./command.ts";
import { commands, defaultCommand } from "./commands.ts";
import { exitCodeText } from "./exit-codes.ts";
import { helpFlag } from "./flags.ts";

const exitCodeLines = exitCodeText.map(([code, meaning]) => `  ${code}  ${meaning}\n`).join("");

/** What `--help` prints: at most 80 columns, without colours, since it goes into files and pagers too. */
export async function helpText(name: string, command: Command): Promise<string> {
  const { description, flags, operands, afterFlags = "" } = command;
  const isDefault = name === defaultCommand;
  const usage = await renderUsage(
    defineCommand({
      meta: { name: isDefault ? "opampsupervisor" : `opampsupervisor ${name}`, description },
      args: {
        ...(operands && {
          [operands.hint]: {
            type: "positional",
            description: operands.description,
            required: operands.least > 0,
          },
        }),
        ...flags,
        ...helpFlag,
      },
    }),
  );
  const others = isDefault ? `\nCOMMANDS\n\n${await commandList()}` : "";
  const text = `${usage.trimEnd()}\n${others}${afterFlags}\nEXIT CODES\n\n${exitCodeLines}`;
  const lines = stripVTControlCharacters(text).trimEnd().split("\n");
  return lines.map((line) => line.trimEnd()).join("\n");
}

async function commandList(): Promise<string> {
  const names = Object.keys(commands).filter((name) => name !== defaultCommand);
  const width = Math.max(...names.map(({ length }) => length));
  const lines = names.map(async (name) => {
    const { description } = (await commands[name]?.()) ?? { description: "" };
    return `  ${name.padEnd(width)}  ${description}\n`;
  });
  return (await Promise.all(lines)).join("");
}
