import { expect, test } from "bun:test";
import { join } from "node:path";

import { completionScene, ranIn, typed } from "../support/completions.ts";
import { inTerminal } from "../support/in-terminal.ts";
import { projectRoot } from "../support/project.ts";

const program = (variable: string): string => process.env[variable] ?? variable.toLowerCase();
const page = join(projectRoot, "docs/opampsupervisor.1");

test("zsh completes commands, flags, the values of flags, and files", async () => {
  const start = "PS1='$ '\nautoload -U compinit; compinit -u -d ./dump";
  const directory = completionScene("zsh", ".zshrc", start);
  const keys = [...typed.map(([line]) => line), "exit"].map((line) => `${line}\n`).join("");
  const shown = await inTerminal([program("ZSH"), "-i"], { directory, keys, env: { ZDOTDIR: directory } });
  expect(ranIn(shown)).toEqual(typed.map(([, run]) => run));
});

test.each([
  ["opampsupervisor conf", ["config"]],
  ["opampsupervisor config --al", ["--all"]],
  ["opampsupervisor --log-encoding ", ["console", "json"]],
  ["opampsupervisor completion p", ["powershell"]],
  ["opampsupervisor validate loc", ["local.yaml"]],
  ["opampsupervisor --config loc", ["local.yaml"]],
  ["opampsupervisor status loc", []],
])("fish completes %j", (line, offered) => {
  const cwd = completionScene("fish", "start", "");
  const script = `source ./completion; complete -C ${JSON.stringify(line)}`;
  const ran = Bun.spawnSync([program("FISH"), "--no-config", "-c", script], {
    cwd,
    env: { HOME: cwd, PATH: process.env["PATH"] },
  });
  expect(ran.stderr.toString()).toBe("");
  const lines = ran.stdout
    .toString()
    .split("\n")
    .filter((each) => each !== "");
  expect(lines.map((each) => each.split("\t")[0] ?? "")).toEqual(offered);
});

test("mandoc and groff have nothing to say of the manual page, but that it has no date", () => {
  const linted = Bun.spawnSync([program("MANDOC"), "-T", "lint", "-W", "warning", page]);
  const complaints = linted.stdout
    .toString()
    .trim()
    .split("\n")
    .filter((line) => !line.includes("missing date"));
  expect(complaints).toEqual([]);
  const set = Bun.spawnSync([program("GROFF"), "-man", "-ww", "-z", page]);
  expect([set.exitCode, set.stderr.toString()]).toEqual([0, ""]);
});
