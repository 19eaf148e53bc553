import { expect, test } from "bun:test";
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

import { realPath } from "../../../src/runtime/shared/real-path.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const root = realpathSync(scratchDirectory());
const at = (name: string) => join(root, name);
mkdirSync(at("in/deep"), { recursive: true });
mkdirSync(at("out"));
writeFileSync(at("out/file"), "");
symlinkSync(at("out"), at("in/link"));
symlinkSync("../out/new", at("in/dangling"));
symlinkSync(at("in/circle"), at("in/circle"));

test.each([
  ["in/deep", "in/deep"],
  ["in/deep/../deep/x", "in/deep/x"],
  ["in/link/file", "out/file"],
  ["in/link/nosuch/a", "out/nosuch/a"],
  ["in/link/../x", "x"],
  ["in/dangling", "out/new"],
  ["in/nosuch/../x", "in/x"],
  ["out/file/", "out/file"],
])("%s leads to %s", async (path, expected) => {
  expect(relative(root, await realPath(`${root}/${path}`))).toBe(expected);
});

test("a relative path counts from the working directory", async () => {
  expect(await realPath("nosuch/x")).toBe(join(realpathSync(process.cwd()), "nosuch/x"));
});

test("a circle of links leads nowhere", async () => {
  expect(await realPath(at("in/circle")).catch((error: unknown) => Object(error).code)).toBe("ELOOP");
});
