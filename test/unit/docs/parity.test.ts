import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { factsOf, inputType, keysOf } from "../../../src/config/schema-shape.ts";
import { agentSection } from "../../../src/config/schema/agent.ts";
import { projectRoot } from "../../support/project.ts";

const docs = join(projectRoot, "docs");
const [, tests = "", keys = ""] = readFileSync(join(docs, "parity.md"), "utf8").split(/^## .*$/m);

/** The cells of a table's rows, without its head. */
function rows(section: string): string[][] {
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const named = rows(tests).flatMap(([goTest = "", ours = ""]) =>
  ours.split("<br>").flatMap((part) => {
    const [, file, name] = /\[[^\]]+\]\(([^)]+\.test\.ts)\): (.+)$/.exec(part) ?? [];
    return file === undefined || name === undefined ? [] : [[goTest, resolve(docs, file), name] as const];
  }),
);

test.each(named)("%s has a counterpart", (_, file, name) => {
  expect(readFileSync(file, "utf8")).toContain(JSON.stringify(name));
});

test("every Go test is closed by one of ours", () => {
  const closed = new Set(named.map(([goTest]) => goTest));
  const loose = rows(tests).filter(([goTest = ""]) => !closed.has(goTest));
  expect(loose).toEqual([]);
  expect(rows(tests).length).toBeGreaterThan(40);
});

describe("the keys of `agent`", () => {
  const schemas = new Map(
    keysOf(agentSection()).flatMap(([key, schema]) => [
      [key, schema] as const,
      ...keysOf(inputType(schema)).flatMap(([inner, child]) => [
        [`${key}.${inner}`, child] as const,
        ...keysOf(inputType(child)).map(([last, leaf]) => [`${key}.${inner}.${last}`, leaf] as const),
      ]),
    ]),
  );

  test.each(rows(keys))("%s is %s", (key, state) => {
    const schema = schemas.get(key.replaceAll("`", ""));
    if (schema === undefined) throw new Error("the schema does not know it");
    expect(factsOf(schema).supported ? "supported" : "refused").toBe(state ?? "");
  });

  test("that are refused are all here", () => {
    const refused = [...schemas].filter(([, schema]) => keysOf(schema).length === 0 && !factsOf(schema).supported);
    const shown = rows(keys).filter(([, state]) => state === "refused");
    expect(shown.map(([key = ""]) => key.replaceAll("`", "")).toSorted()).toEqual(
      refused.map(([key]) => key).toSorted(),
    );
  });
});
