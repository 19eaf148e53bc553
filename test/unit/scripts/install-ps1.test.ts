import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Language, type Node, Parser } from "web-tree-sitter";

import { projectRoot } from "../../support/project.ts";

const script = readFileSync(join(projectRoot, "packaging/install/install.ps1"), "utf8");

async function parse(text: string): Promise<Node> {
  await Parser.init();
  const grammar = join(projectRoot, "node_modules/tree-sitter-powershell/tree-sitter-powershell.wasm");
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  const tree = parser.parse(text);
  if (tree === null) throw new Error("nothing was parsed");
  return tree.rootNode;
}

/** Names of the nodes of a kind, in order. */
function namesOf(root: Node, kind: string, name: string): string[] {
  return root.descendantsOfType(kind).flatMap((node) => node?.descendantsOfType(name)[0]?.text ?? []);
}

test("the script is PowerShell", async () => {
  const root = await parse(script);
  const faults = root
    .descendantsOfType("ERROR")
    .map((node) => `line ${(node?.startPosition.row ?? 0) + 1}: ${node?.text}`);
  expect(faults).toEqual([]);
  expect(root.hasError).toBe(false);
  expect((await parse("if ($x { }")).hasError).toBe(true);
});

test("all of it is functions, and the last line calls them: a script that arrives in part does nothing", async () => {
  const root = await parse(script);
  expect(script.trimEnd().split("\n").at(-1)).toBe("Invoke-Main");
  const functions = namesOf(root, "function_statement", "function_name");
  expect(functions).toContain("Invoke-Main");
  const called = functions.filter(
    (name) => script.split(new RegExp(String.raw`(?<![\w-])${name}(?![\w-])`)).length > 2,
  );
  expect(called).toEqual(functions);
});

test("it takes what its twin for other systems takes", () => {
  const other = readFileSync(join(projectRoot, "packaging/install/install.sh"), "utf8");
  const flags = [...new Set(other.match(/^ {2}--[a-z-]+/gm))].map((flag) => flag.trim().slice(2));
  const parameters = [...script.matchAll(/^\.PARAMETER (\w+)$/gm)].map(([, name = ""]) => name.toLowerCase());
  expect(parameters.toSorted()).toEqual(
    flags
      .filter((flag) => flag !== "help")
      .map((flag) => flag.replaceAll("-", ""))
      .toSorted(),
  );
  for (const name of ["collector_version", "collector_releases"]) {
    const value = new RegExp(`^${name}='(.*)'$`, "m").exec(other)?.[1] ?? "missing";
    expect(script).toContain(`'${value}'`);
  }
});
