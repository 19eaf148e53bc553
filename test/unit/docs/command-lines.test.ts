import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { suites } from "../../../scripts/test/suites.ts";
import { commands, defaultCommand } from "../../../src/cli/commands.ts";
import { helpFlag } from "../../../src/cli/flags.ts";
import { blockOf, blocksOf, guides } from "../../support/doc-blocks.ts";
import { powershellFaults } from "../../support/powershell-grammar.ts";
import { projectRoot } from "../../support/project.ts";

/** Every line that a guide gives to a shell: of its blocks and, in its text, what is code. */
function commandLines(page: string): string[] {
  const inBlocks = blocksOf(page)
    .filter(({ language }) => language !== "text")
    .flatMap(({ text }) => text.replaceAll("\\\n", " ").split("\n"));
  const text = readFileSync(join(projectRoot, page), "utf8").replaceAll(/^ *```[^]*?^ *```$/gm, "");
  const inText = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
  return [...inBlocks, ...inText];
}

/** What calls `program` in a line, up to the end of that command, each with the words behind it; not the service or the user of that name. */
function callsOf(program: string, line: string): string[][] {
  const call = new RegExp(
    String.raw`(?:^|[\s;&|=])(?:\$ |\./|/usr/(?:local/)?bin/)?(?<!(?:rc-service|-u|-g) )${program} ([^#|;&<>]*)`,
    "g",
  );
  return [...line.matchAll(call)].map(([, rest = ""]) => rest.trim().split(/\s+/));
}

const calls = (program: string) =>
  guides.flatMap((page) =>
    commandLines(page).flatMap((line) => callsOf(program, line).map((call) => ({ page, call }))),
  );

/** What is wrong with a call of the supervisor: a command or a flag that is not there. */
async function faultsOf(call: readonly string[]): Promise<string[]> {
  const [first = "", ...rest] = call;
  const named = first.startsWith("-") ? undefined : first;
  const command = await commands[named ?? defaultCommand]?.();
  if (command === undefined) return [`no command ${first}`];
  const known: Record<string, { alias?: string }> = { ...command.flags, ...helpFlag };
  const [names, aliases] = [Object.keys(known), Object.values(known).map(({ alias }) => alias)];
  return (named === undefined ? call : rest).flatMap((word) => {
    const [, dashes = "", name = ""] = /^(--?)([a-z][a-z-]*)/.exec(word) ?? [];
    const isThere = dashes === "" || (dashes === "--" ? names.includes(name) : aliases.includes(name));
    return isThere ? [] : [`${first} has no ${word}`];
  });
}

describe("the guides call the supervisor by commands and flags that are there", () => {
  const all = calls("opampsupervisor").filter(({ call: [first = ""] }) => /^(?:[a-z]|--?[a-z])/.test(first));

  test("and often", () => expect(all.length).toBeGreaterThan(80));

  test("in each line", async () => {
    const faults = await Promise.all(all.map(async ({ page, call }) => [page, await faultsOf(call)] as const));
    expect(faults.filter(([, found]) => found.length > 0)).toEqual([]);
  });

  test.each(["vanish", "status --loud", "--loud"])("not so by %s", async (line) => {
    expect(await faultsOf(line.split(" "))).not.toEqual([]);
  });
});

describe("the guides call scripts of the project that are there", () => {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as { scripts: object };

  test.each(["npm run", "bun run"])("by %s", (program) => {
    const named = calls(program).map(({ call: [name = ""] }) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(named.length).toBeGreaterThan(1);
  });

  test("and suites of tests", () => {
    const asked = calls("npm test").flatMap(({ call: [dashes, ...names] }) => (dashes === "--" ? names : []));
    expect(asked.filter((name) => !suites.some((suite) => suite.name === name))).toEqual([]);
    expect(asked.length).toBeGreaterThan(3);
  });

  test("README.md, Two commands: both", () => {
    expect(blockOf("README.md", "Two commands", "sh")).toBe("npm run demo\nnpm test\n");
    expect(Object.keys(scripts)).toContain("test");
  });
});

describe("docs/windows.md", () => {
  test("has commands that PowerShell can read, and that the supervisor knows", async () => {
    const block = blockOf("docs/windows.md", "Install", "powershell");
    expect(await powershellFaults(block)).toEqual([]);
    const { operands } = (await commands["service"]?.()) ?? {};
    const orders = [...block.matchAll(/^opampsupervisor service (\w+)/gm)].map(([, order]) => order);
    expect(orders).toEqual(["install", "start"]);
    expect(operands?.are).toEqual(expect.arrayContaining(orders));
  });

  test("names the files that the release brings", () => {
    const page = readFileSync(join(projectRoot, "docs/windows.md"), "utf8");
    const installer = readFileSync(join(projectRoot, "packaging/windows/installer.xml"), "utf8");
    for (const [, file = ""] of page.matchAll(/`((?:scripts|packaging)\/[^`]+)`/g)) {
      expect(readFileSync(join(projectRoot, file), "utf8")).not.toBe("");
    }
    for (const name of ["OpenTelemetry OpAMP Supervisor", "config.example.yaml"]) {
      expect(page).toContain(name);
      expect(installer).toContain(name);
    }
  });
});
