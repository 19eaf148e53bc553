import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { withFoot } from "../../../../scripts/docs/foot.ts";
import { errorCatalogue } from "../../../../src/cli/errors/catalogue.ts";
import { errorsPage } from "../../../../src/cli/errors/errors-page.ts";
import { assertedCodes } from "../../../support/asserted-codes.ts";
import { projectRoot, sourceCommand } from "../../../support/project.ts";

const all = errorCatalogue.flatMap(({ codes }) => Object.entries(codes));
const known = new Set(all.map(([code]) => code));

test("docs/errors.md is what the catalogue makes of it (bun run generate)", () => {
  expect(readFileSync(join(projectRoot, "docs/errors.md"), "utf8")).toBe(withFoot("errors.md", errorsPage()));
});

test("each code has a meaning, usual causes and what to do, in whole sentences", () => {
  for (const [code, { meaning, causes, action }] of all) {
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/);
    for (const text of [meaning, causes, action]) expect(text).toMatch(/^[^\n]+\.$/);
  }
});

/** Codes that the system has, and marks that are told to nobody. */
const notTold = new Set(["ABORTED", "ORDERED"]);

test("each code that the program gives is in the catalogue", () => {
  const sources = readdirSync(join(projectRoot, "src"), { recursive: true, encoding: "utf8" });
  const given = sources
    .filter((name) => name.endsWith(".ts") && !name.startsWith(join("runtime", "os")))
    .flatMap((name) => [
      ...readFileSync(join(projectRoot, "src", name), "utf8").matchAll(/\bcode: "([A-Z][A-Z0-9_]+)"/g),
    ])
    .map(([, code = ""]) => code)
    .filter((code) => !/^E[A-Z0-9]+$/.test(code) || known.has(code));
  expect([...new Set(given)].filter((code) => !known.has(code) && !notTold.has(code))).toEqual([]);
});

test("each code of the catalogue is expected by some test", () => {
  const asserted = assertedCodes(join(projectRoot, "test"), join("unit", "cli", "errors"));
  expect([...known].filter((code) => !asserted.has(code))).toEqual([]);
}, 60_000);

async function explain(...args: string[]) {
  const child = Bun.spawn([...sourceCommand, "explain-error", ...args], { stdout: "pipe", stderr: "pipe" });
  const [code, out, err] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code, out, err };
}

test("a code is explained, wherever it is seen, within 80 columns", async () => {
  const { code, out, err } = await explain("timeout");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("TIMEOUT  (Configurations)");
  expect(out).toContain("TIMEOUT  (Connections)");
  expect(out.split("\n").filter(({ length }) => length > 80)).toEqual([]);
}, 30_000);

test("a code of doctor is explained too", async () => {
  const { code, out } = await explain("STORAGE_LOW");
  expect(code).toBe(0);
  expect(out).toBe(
    "STORAGE_LOW  (Found by doctor)\n  `opampsupervisor doctor` has looked at: storage. It is a warning, and its\n  cause is told beside it.\n  What to do: free some space, or watch it.\n",
  );
  expect((await explain("PORT_IN_USE")).out).toMatch(/\(Configurations\)[^]*\(Found by doctor\)/);
}, 30_000);

test("a code that is not there is told, with the one that may be meant", async () => {
  expect(await explain("PORT_IN_USSE")).toEqual({
    code: 1,
    out: "",
    err: 'opampsupervisor: there is no code "PORT_IN_USSE"; did you mean PORT_IN_USE?\n',
  });
  expect(await explain("QQ")).toMatchObject({ code: 1, err: expect.stringContaining("docs/errors.md") });
  expect(await explain("A", "B")).toMatchObject({ code: 2 });
}, 30_000);
