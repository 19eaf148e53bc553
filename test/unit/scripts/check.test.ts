import { beforeAll, describe, expect, test } from "bun:test";
import { cp, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";

import { arrows } from "../../../scripts/check/arrows.ts";
import { bunTool } from "../../../scripts/check/bun-tool.ts";
import { lint } from "../../../scripts/check/lint.ts";
import { silencedRules } from "../../../scripts/check/silenced-rules.ts";
import type { Verdict } from "../../../scripts/check/verdict.ts";
import { projectRoot } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

/** A tiny project under this project's rules. */
async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = scratchDirectory();
  for (const name of ["package.json", "tsconfig.json", "bunfig.toml", ".oxlintrc.json"]) {
    await cp(join(projectRoot, name), join(directory, name));
  }
  await symlink(join(projectRoot, "node_modules"), join(directory, "node_modules"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await Bun.write(join(directory, name), text);
  }
  return directory;
}

function reason(verdict: Verdict): string {
  return verdict.passed ? "passed" : verdict.reason;
}

const value = "export const value = 1;\n";
const type = "export type Value = 1;\n";
const uses = (path: string) => `import { value } from "${path}";\n\nexport const used = value;\n`;
const usesType = (path: string) => `import type { Value } from "${path}";\n\nexport const used: Value = 1;\n`;

test("arrows that point down, and types between neighbours, are allowed", async () => {
  const directory = await project({
    "src/runtime/a.ts": value,
    "src/opamp/a.ts": uses("../runtime/a.ts"),
    "src/telemetry/a.ts": type,
    "src/opamp/b.ts": usesType("../telemetry/a.ts"),
    "src/supervisor/a.ts": uses("../runtime/a.ts"),
    "src/main.ts": 'import { used } from "./supervisor/a.ts";\n\nexport const program = used;\n',
    "examples/server/a.ts": uses("../../src/runtime/a.ts"),
  });
  expect(await arrows(directory)).toEqual({ passed: true });
});

/** Files that each break one rule, and what the check says of them. */
const forbidden: ReadonlyArray<[title: string, violation: string, files: Record<string, string>]> = [
  [
    "an arrow that points up",
    "opamp-storage-telemetry-config-does-not-know-what-stands-above: src/opamp/up.ts → src/supervisor/a.ts",
    { "src/supervisor/a.ts": value, "src/opamp/up.ts": uses("../supervisor/a.ts") },
  ],
  [
    "a type from above",
    "runtime-does-not-know-what-stands-above: src/runtime/up.ts → src/cli/a.ts",
    { "src/cli/a.ts": type, "src/runtime/up.ts": usesType("../cli/a.ts") },
  ],
  [
    "a value from a neighbour",
    "opamp-knows-its-neighbours-only-by-type: src/opamp/sideways.ts → src/storage/a.ts",
    { "src/storage/a.ts": value, "src/opamp/sideways.ts": uses("../storage/a.ts") },
  ],
  [
    "a file of src outside the rooms",
    "every-source-has-a-room: src/loose.ts → src/runtime/b.ts",
    { "src/runtime/b.ts": value, "src/loose.ts": uses("./runtime/b.ts") },
  ],
  [
    "a circle",
    "nothing-goes-round-in-circles: src/runtime/c.ts →",
    { "src/runtime/c.ts": uses("./d.ts"), "src/runtime/d.ts": `${uses("./c.ts")}export const value = 1;\n` },
  ],
  [
    "a test that src needs",
    "src-stands-alone: src/config/e.ts → test/a.ts",
    { "test/a.ts": value, "src/config/e.ts": uses("../../test/a.ts") },
  ],
  [
    "an example that reaches into the supervisor",
    "examples-use-the-protocol-and-the-runtime: examples/server/a.ts → src/supervisor/a.ts",
    { "examples/server/a.ts": uses("../../src/supervisor/a.ts") },
  ],
  [
    "an example that needs a script",
    "examples-need-no-scripts: examples/server/b.ts → scripts/b.ts",
    { "scripts/b.ts": value, "examples/server/b.ts": uses("../../scripts/b.ts") },
  ],
  [
    "a script that needs a test",
    "nothing-needs-the-tests: scripts/a.ts → test/a.ts",
    { "scripts/a.ts": uses("../test/a.ts") },
  ],
  [
    "files outside the runtime",
    "the-platform-is-behind-the-runtime: src/storage/f.ts → fs/promises",
    { "src/storage/f.ts": 'import { readFile } from "node:fs/promises";\n\nexport const read = readFile;\n' },
  ],
  [
    "Bun outside the runtime",
    "the-platform-is-behind-the-runtime: src/collector/g.ts → bun",
    { "src/collector/g.ts": 'import { spawn } from "bun";\n\nexport const start = spawn;\n' },
  ],
  [
    "a module of Bun where both runtimes share",
    "bun-is-in-a-folder-of-its-own: src/runtime/shared/k.ts → bun:ffi",
    { "src/runtime/shared/k.ts": 'import { dlopen } from "bun:ffi";\n\nexport const open = dlopen;\n' },
  ],
  [
    "a runtime that is chosen in the code",
    "the-runtime-is-chosen-at-the-build: src/runtime/shared/l.ts → src/runtime/bun/l.ts",
    { "src/runtime/bun/l.ts": value, "src/runtime/shared/l.ts": uses("../bun/l.ts") },
  ],
  [
    "a runtime beside the ports",
    "what-a-runtime-gives-is-behind-the-ports: src/cli/m.ts → src/runtime/bun/m.ts",
    { "src/runtime/bun/m.ts": value, "src/cli/m.ts": uses("../runtime/bun/m.ts") },
  ],
  [
    "ws outside the runtime",
    "ws-is-behind-the-runtime: src/opamp/client/h.ts → ws",
    { "src/opamp/client/h.ts": 'import { WebSocket } from "ws";\n\nexport const Socket = WebSocket;\n' },
  ],
  [
    "a package of the tests in src",
    "src-uses-only-what-it-ships: src/config/i.ts →",
    { "src/config/i.ts": 'import { assert } from "fast-check";\n\nexport const hold = assert;\n' },
  ],
  [
    "an import of nothing",
    "every-import-resolves: src/config/j.ts → ./missing.ts",
    { "src/config/j.ts": uses("./missing.ts") },
  ],
];

describe("a project that breaks every rule", () => {
  let found = "";

  beforeAll(async () => {
    found = reason(await arrows(await project(Object.assign({}, ...forbidden.map(([, , files]) => files)))));
  });

  test.each(forbidden)("%s is found", (_title, violation) => {
    expect(found).toContain(violation);
  });
});

test("pure modules of Node are allowed everywhere", async () => {
  const directory = await project({
    "src/storage/a.ts": 'import { join } from "node:path";\n\nexport const path = join("a");\n',
  });
  expect(await arrows(directory)).toEqual({ passed: true });
});

test("the linter finds what the house rules forbid, at its place", async () => {
  const directory = await project({
    "src/supervisor/bad.ts": [
      'import { randomUUID } from "node:crypto";',
      'export type Kind = "a" | "b";',
      "export async function later(): Promise<void> {}",
      "later();",
      'export function name(kind: Kind): string { switch (kind) { case "a": return "A"; } return ""; }',
      "export function loose(value: any): string { return String(value); }",
      "export function bang(value: string | undefined): number { return value!.length; }",
      "export const now = () => Date.now() + Math.random();",
      "export const wait = (done: () => void) => setTimeout(done, 1);",
      "export const here = () => [Bun.version, process.pid, randomUUID()];",
      "export default name;",
      "",
    ].join("\n"),
  });
  const found = reason(await lint(directory));
  const expected = [
    "1:10 no-restricted-imports",
    "4:1 no-floating-promises",
    "5:52 switch-exhaustiveness-check",
    "6:30 no-explicit-any",
    "7:66 no-non-null-assertion",
    "8:26 no-restricted-properties",
    "8:39 no-restricted-properties",
    "9:43 no-restricted-globals",
    "10:28 no-restricted-globals",
    "10:41 no-restricted-globals",
    "11:8 no-default-export",
  ];
  for (const entry of expected) {
    const [place = "", rule = ""] = entry.split(" ");
    const lines = found.split("\n").filter((line) => line.includes(`bad.ts:${place}`) && line.includes(rule));
    expect(lines, `${entry} in\n${found}`).not.toBeEmpty();
  }
});

test("the runtime may use what the other rooms may not", async () => {
  const directory = await project({
    "src/runtime/bun/clock.ts": "export const now = (): number => Date.now() + process.pid + Bun.version.length;\n",
  });
  expect(await lint(directory)).toEqual({ passed: true });
});

test("Bun is found where both runtimes share", async () => {
  const directory = await project({
    "src/runtime/shared/version.ts": "export const version = (): string => Bun.version;\n",
  });
  expect(reason(await lint(directory))).toContain("no-restricted-globals");
});

test("a comment that silences a rule is found", async () => {
  const silencer = ["oxlint", "disable-next-line no-console"].join("-");
  const directory = await project({ "src/cli/a.ts": `// ${silencer}\nexport const value = 1;\n` });
  expect(reason(await silencedRules(directory))).toBe(`src/cli/a.ts:1: // ${silencer}`);
});

test("a file that is not formatted is found", async () => {
  const directory = await project({ "src/cli/a.ts": "export const value  = 1\n" });
  expect(reason(await bunTool(["fmt", "--check", "--no-script"], directory))).toContain("src/cli/a.ts");
});

test("a type error is found", async () => {
  const directory = await project({ "src/cli/a.ts": "export const value: string = 1;\n" });
  expect(reason(await bunTool(["check", "--no-script"], directory))).toContain("TS2322");
});
