import { describe, expect, test } from "bun:test";

import { commands } from "../../../src/cli/commands.ts";
import { helpFlag } from "../../../src/cli/flags.ts";
import { completionFor, completionScene, ranIn, typed } from "../../support/completions.ts";
import { inTerminal } from "../../support/in-terminal.ts";
import { powershellFaults } from "../../support/powershell-grammar.ts";

describe("bash completes", () => {
  test("commands, flags, the values of flags, and files, as they are typed", async () => {
    const directory = completionScene("bash", "rc", "PS1='$ '");
    const keys = [...typed.map(([line]) => line), "exit"].map((line) => `${line}\n`).join("");
    const shown = await inTerminal(["bash", "--noprofile", "--rcfile", "rc", "-i"], { directory, keys });
    expect(ranIn(shown)).toEqual(typed.map(([, run]) => run));
  });

  test("nothing behind a flag whose value it cannot know, nor behind a command that is none", async () => {
    const directory = completionScene("bash", "rc", "PS1='$ '");
    const keys = "opampsupervisor --feature-gates=loc\t\nopampsupervisor doctro loc\t\nexit\n";
    const shown = await inTerminal(["bash", "--noprofile", "--rcfile", "rc", "-i"], { directory, keys });
    expect(ranIn(shown)).toEqual(["--feature-gates=loc", "doctro loc"]);
  });
});

describe.each(["bash", "zsh", "fish", "powershell"])("the completion of %s", (shell) => {
  test("has every command with every flag", async () => {
    const text = completionFor(shell);
    for (const [name, load] of Object.entries(commands)) {
      const { flags } = await load();
      expect(text).toContain(name);
      for (const flag of Object.keys({ ...flags, ...helpFlag })) {
        expect(text).toContain(shell === "fish" ? `-l ${flag}` : `--${flag}`);
      }
    }
  });
});

describe("PowerShell's, which no PowerShell has run here", () => {
  test("is whole by the grammar of the language", async () => {
    expect(await powershellFaults(completionFor("powershell"))).toEqual([]);
  });

  test.each([
    ["a quote", "'--json'", "'--json"],
    ["a brace", "  }\n  $before", "  $before"],
    ["a bracket", "$commands[$name]", "$commands[$name"],
    ["a value", "words = @()", "words ="],
  ])("would not be so without %s", async (_, present, absent) => {
    const whole = completionFor("powershell");
    expect(whole).toContain(present);
    expect(await powershellFaults(whole.replace(present, absent))).not.toEqual([]);
  });
});
