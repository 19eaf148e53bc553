import type { Command } from "../command.ts";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { powershellCompletion } from "../completion/powershell.ts";
import { type CommandTree, commandTree } from "../completion/tree.ts";
import { zshCompletion } from "../completion/zsh.ts";

const scripts: Readonly<Record<string, (tree: CommandTree) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

const shells = Object.keys(scripts);

export const completionCommand: Command = {
  description: "Prints the completion of commands for a shell.",
  flags: {},
  operands: { hint: "SHELL", description: shells.join(", "), least: 1, most: 1, are: shells },
  afterFlags: `
Those of bash, zsh and fish are tried in these shells. That of PowerShell is
held against the grammar of the language, and was never run.

EXAMPLES

  source <(opampsupervisor completion bash)
  opampsupervisor completion zsh > ~/.zfunc/_opampsupervisor
  opampsupervisor completion fish | source
  opampsupervisor completion powershell | Out-String | Invoke-Expression
`,
  async run({ operands: [shell = ""], commands, print }) {
    return print((scripts[shell]?.(await commandTree(commands)) ?? "").trimEnd());
  },
};
