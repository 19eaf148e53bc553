import { expect, test } from "bun:test";
import { join } from "node:path";

import { paintFor } from "../../../src/cli/paint.ts";
import { inTerminal } from "../../support/in-terminal.ts";
import { projectRoot, sourceCommand } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

function red(isTerminal: boolean, env: Record<string, string> = {}): string {
  return paintFor({ env, isTerminal: () => isTerminal })("red", "x");
}

const coloured = "\u001b[31mx\u001b[0m";

test.each([
  ["a terminal", true, {}, coloured],
  ["no terminal", false, {}, "x"],
  ["a terminal that can show nothing", true, { TERM: "dumb" }, "x"],
  ["NO_COLOR", true, { NO_COLOR: "1" }, "x"],
  ["an empty NO_COLOR", true, { NO_COLOR: "" }, coloured],
  ["FORCE_COLOR without a terminal", false, { FORCE_COLOR: "1" }, coloured],
  ["FORCE_COLOR=0 on a terminal", true, { FORCE_COLOR: "0" }, "x"],
  ["FORCE_COLOR=false on a terminal", true, { FORCE_COLOR: "false" }, "x"],
  ["both", false, { NO_COLOR: "1", FORCE_COLOR: "1" }, "x"],
])("with %s", (_, isTerminal, env, shown) => {
  expect(red(isTerminal, { TERM: "xterm", ...env })).toBe(shown);
});

test("a command colours what it shows on a real terminal, and neither its JSON nor what goes into a pipe", async () => {
  const config = join(projectRoot, "examples/config/supervisor_linux.yaml");
  const command = [...sourceCommand, "config", "--config", config];
  const directory = scratchDirectory();
  expect(await inTerminal(command, { directory })).toContain("\u001b[2m");
  expect(await inTerminal([...command, "--json"], { directory })).not.toContain("\u001b[");
  expect(await inTerminal(command, { directory, env: { NO_COLOR: "1" } })).not.toContain("\u001b[");
  const env = { ...process.env, FORCE_COLOR: "", NO_COLOR: "" };
  expect(Bun.spawnSync(command, { env }).stdout.toString()).not.toContain("\u001b[");
  expect(Bun.spawnSync(command, { env: { ...env, FORCE_COLOR: "1" } }).stdout.toString()).toContain("\u001b[2m");
});
