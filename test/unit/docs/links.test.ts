import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

import { withFoot } from "../../../scripts/docs/foot.ts";
import { pages } from "../../../scripts/docs/pages.ts";
import { anchorsOf, linksOf, markdownPages } from "../../support/markdown-links.ts";
import { projectRoot } from "../../support/project.ts";

test.each(markdownPages())("every link of %s leads somewhere", (page) => {
  const dead = linksOf(page).filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : normalize(join(dirname(page), path));
    if (!existsSync(join(projectRoot, target))) return true;
    return anchor !== undefined && !anchorsOf(target).has(anchor);
  });
  expect(dead).toEqual([]);
});

describe("the pages of docs", () => {
  const names = pages.map(([name]): string => name);

  test("have a place in the order, each of them", () => {
    const there = readdirSync(join(projectRoot, "docs")).filter((name) => name.endsWith(".md"));
    expect(there.filter((name) => name !== "README.md").toSorted()).toEqual(names.toSorted());
  });

  test("are listed in that order by docs/README.md, and by their names", () => {
    const listed = [
      ...readFileSync(join(projectRoot, "docs/README.md"), "utf8").matchAll(/\[([^\]]+)\]\(([\w-]+\.md)\)/g),
    ];
    expect(listed.map(([, title, name]) => [name, title])).toEqual(pages.map((page) => [...page]));
  });

  test.each(names)("%s has at its foot the ways to its neighbours (bun run generate)", (name) => {
    const text = readFileSync(join(projectRoot, "docs", name), "utf8");
    expect(text).toBe(withFoot(name, text));
  });
});
