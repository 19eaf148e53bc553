import { describe, expect, test } from "bun:test";

import { exitCodes } from "../../../src/cli/command.ts";
import { commands, defaultCommand } from "../../../src/cli/commands.ts";
import { helpFlag } from "../../../src/cli/flags.ts";
import { helpText } from "../../../src/cli/help.ts";

const helps = Object.entries(commands).map(async ([name, load]) => {
  const command = await load();
  return { name, command, text: await helpText(name, command) };
});

describe.each(await Promise.all(helps))("the help of $name", ({ name, command, text }) => {
  test("fits a terminal of 80 columns and holds no control characters", () => {
    for (const line of text.split("\n")) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).toBe(line.trimEnd());
    }
    expect(text).not.toMatch(/[^\n\x20-\x7e]/);
  });

  test("names every flag, its short form and its meaning", () => {
    for (const [flagName, flag] of Object.entries({ ...command.flags, ...helpFlag })) {
      expect(text).toContain(`--${flagName}`);
      expect(text).toContain(flag.description);
      if ("alias" in flag) expect(text).toContain(`-${flag.alias}, --${flagName}`);
    }
  });

  test("shows examples of use, what it takes and every exit code", () => {
    expect(text).toContain(`EXAMPLES\n\n  ${name === defaultCommand ? "opampsupervisor --config" : ""}`);
    if (name !== defaultCommand) expect(text.split("EXAMPLES").at(-1)).toContain(`opampsupervisor ${name}`);
    if ("config" in command.flags && name !== defaultCommand)
      expect(text).toMatch(new RegExp(`opampsupervisor ${name}( [a-z]+)? --config`));
    if (command.operands !== undefined) expect(text).toContain(command.operands.description);
    for (const code of Object.values(exitCodes)) expect(text).toMatch(new RegExp(`^  ${code}  \\w`, "m"));
  });
});

test("the help without a command lists the others", async () => {
  const { text } = (await Promise.all(helps)).find(({ name }) => name === defaultCommand) ?? { text: "" };
  for (const name of Object.keys(commands).filter((other) => other !== defaultCommand)) {
    expect(text).toMatch(new RegExp(`^  ${name} +\\w`, "m"));
  }
});
