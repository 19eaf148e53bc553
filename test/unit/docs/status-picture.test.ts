import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { statusPicture } from "../../../scripts/docs/status-picture.ts";
import { terminalPicture } from "../../../scripts/docs/terminal-picture.ts";
import { projectRoot } from "../../support/project.ts";

test("docs/status.svg is what the page of the first minutes shows (bun run generate)", () => {
  expect(readFileSync(join(projectRoot, "docs/status.svg"), "utf8")).toBe(statusPicture());
});

test("a picture of a terminal has every line in its place, and no markup out of the text", () => {
  const picture = terminalPicture({ command: "echo", output: "a <b>\n\n  c & d" });
  const texts = [...picture.matchAll(/<text[^>]* x="([\d.]+)" y="(\d+)"[^>]*>(.*)<\/text>/g)];
  expect(texts.map(([, x, y, text]) => [x, y, text])).toEqual([
    ["20.0", "49", "$ echo"],
    ["20.0", "67", "a &lt;b&gt;"],
    ["35.6", "103", "c &amp; d"],
  ]);
});
