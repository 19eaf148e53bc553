import { expect, test } from "bun:test";

import { flags } from "../../../src/cli/flags.ts";
import { helpText } from "../../../src/cli/help.ts";
import { exitCodes } from "../../../src/cli/run-cli.ts";

const text = await helpText();

test("the help fits a terminal of 80 columns and holds no control characters", () => {
  for (const line of text.split("\n")) {
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line).toBe(line.trimEnd());
  }
  expect(text).not.toMatch(/[^\n\x20-\x7e]/);
});

test("the help names every flag, its short form and its meaning", () => {
  for (const [name, flag] of Object.entries(flags)) {
    expect(text).toContain(`--${name}`);
    expect(text).toContain(flag.description);
    if ("alias" in flag) expect(text).toContain(`-${flag.alias}, --${name}`);
  }
});

test("the help shows examples of use and every exit code", () => {
  expect(text).toContain("opampsupervisor --config /etc/opampsupervisor/config.yaml");
  for (const code of Object.values(exitCodes)) expect(text).toMatch(new RegExp(`^  ${code}  \\w`, "m"));
});
