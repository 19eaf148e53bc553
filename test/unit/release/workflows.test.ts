import { describe, expect, test } from "bun:test";
import { accessSync, constants, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import manifest from "../../../package.json";
import { suites } from "../../../scripts/test/suites.ts";
import { projectRoot } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const folder = join(projectRoot, ".github/workflows");
const step = z.object({ run: z.string().optional(), uses: z.string().optional() });
const job = z.object({
  steps: z.array(step),
  strategy: z.object({ matrix: z.object({ command: z.array(z.string()) }) }).optional(),
});
const form = z.object({ env: z.record(z.string(), z.string()), jobs: z.record(z.string(), job) });

const read = (name: string) => form.parse(parse(readFileSync(join(folder, name), "utf8")));

/** What a workflow runs, in order. */
function commandsOf(name: string): string[] {
  const { jobs } = read(name);
  return Object.values(jobs).flatMap(({ steps, strategy }) =>
    steps.flatMap(({ run }) => (run?.includes("matrix.command") ? (strategy?.matrix.command ?? []) : (run ?? []))),
  );
}

/** The suites that are run by name. */
const suitesIn = (commands: readonly string[]) =>
  commands.flatMap((command) => (command.startsWith("npm test -- ") ? command.split(" ").slice(3) : []));

// That one takes a program that no system of a workflow packs.
const longSuites = suites.filter(({ name, onlyByName = false }) => onlyByName && name !== "distro-alpine");

describe.each(readdirSync(folder))("%s", (name) => {
  test("runs nothing but what also runs here: scripts of this project", () => {
    const commands = commandsOf(name);
    expect(commands).not.toEqual([]);
    for (const command of commands) {
      const [program = "", word = "", script = ""] = command.split(" ");
      if (program !== "npm") expect(() => accessSync(join(projectRoot, program), constants.X_OK)).not.toThrow();
      else expect(Object.keys(manifest.scripts)).toContain(word === "run" ? script : word);
    }
    const known = suites.map((suite) => suite.name);
    for (const suite of suitesIn(commands)) expect(known).toContain(suite);
  });
});

test.skipIf(process.getuid?.() !== 0).each(readdirSync(folder))(
  "%s lets Git read what another user has checked out",
  (name) => {
    const directory = scratchDirectory();
    const git = (env: Readonly<Record<string, string>>) =>
      Bun.spawnSync(["git", "-C", directory, "status"], { env: { PATH: process.env["PATH"] ?? "", ...env } }).exitCode;
    expect(Bun.spawnSync(["git", "init", "--quiet", directory]).exitCode).toBe(0);
    expect(Bun.spawnSync(["chown", "-R", "1001", directory]).exitCode).toBe(0);
    expect([git({}), git(read(name).env)]).toEqual([128, 0]);
  },
);

test.each(["nightly.yml", "release.yml"])("%s runs every suite that is run only by name", (name) => {
  expect(suitesIn(commandsOf(name)).toSorted()).toEqual(longSuites.map((suite) => suite.name).toSorted());
});

test("a release is made only after all of it", () => {
  expect(
    commandsOf("release.yml")
      .slice(0, 3)
      .map((command) => command.split(" ")[0]),
  ).toEqual([".ci/run", "npm", "scripts/release/publish.sh"]);
});
