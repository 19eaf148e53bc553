import { stripVTControlCharacters } from "node:util";

import { defineCommand, renderUsage } from "citty";

import type { Command } from "./command.ts";
import { commands, defaultCommand } from "./commands.ts";
import { helpFlag } from "./flags.ts";

const exitCodeText = `
EXIT CODES

  0  stopped in order, by SIGTERM or SIGINT; or a command that found all well
  1  a failure at run time, which the log tells; or a command's "no"
  2  a mistake in the arguments or in the configuration
  3  no supervisor runs there (commands that speak to one)
  4  this user must not ask it, order it (the same) or remove (reset-identity)
  5  a supervisor runs there (reset-identity)
`;

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
  const text = `${usage.trimEnd()}\n${others}${afterFlags}${exitCodeText}`;
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
