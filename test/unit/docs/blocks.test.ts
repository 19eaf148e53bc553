import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { blocksOf, type DocBlock, guides } from "../../support/doc-blocks.ts";
import { type Claim, claims, pictures } from "../../support/doc-claims.ts";
import { projectRoot } from "../../support/project.ts";

const isPicture = ({ page, under, language }: DocBlock) =>
  language === pictures.language || (language === "" && pictures.places.includes(`${page}: ${under}`));

const blocks = guides.flatMap(blocksOf).filter((block) => !isPicture(block));

/** The claims to a block: those for its heading, else those for the whole page. */
function claimsTo({ page, under, language, text }: DocBlock): Claim[] {
  const fitting = claims.filter(
    (claim) => claim.page === page && claim.languages.includes(language) && text.includes(claim.holds ?? ""),
  );
  const own = fitting.filter((claim) => claim.under === under);
  return own.length > 0 ? own : fitting.filter((claim) => claim.under === undefined);
}

const places = (found: readonly DocBlock[]) =>
  found.map(({ page, line, under, language }) => `${page}:${line} ${under}: ${language}`);

test("each block of the guides is one test's", () => {
  expect(places(blocks.filter((block) => claimsTo(block).length !== 1))).toEqual([]);
  expect(blocks.length).toBeGreaterThan(150);
});

test("a block that is new on a page is nobody's", () => {
  const page = "docs/certificates.md";
  expect(claimsTo({ page, under: "Encryption at rest", language: "sh", name: "", text: "", line: 1 })).toEqual([]);
  const besides = { page: "README.md", under: "Build and run", language: "sh", name: "", line: 1 };
  expect(claimsTo({ ...besides, text: "npm run vanish\n" })).toEqual([]);
});

test("a page that is followed, or tells of layers, says what each of its files is", () => {
  const followed = ["first-minutes.md", "layers.md", "migration.md", "security.md"].map((name) => `docs/${name}`);
  const files = blocks.filter(({ page, language }) => followed.includes(page) && ["yaml", "text"].includes(language));
  expect(places(files.filter(({ name }) => name === ""))).toEqual([]);
  expect(files.length).toBeGreaterThan(80);
});

test("what cannot be carried out here is this alone", () => {
  expect(claims.filter(({ instead }) => instead !== undefined).map(({ page, by }) => [page, by])).toEqual([
    ["README.md", "test/unit/docs/command-lines.test.ts"],
    ["docs/install.md", "test/install/docs.test.ts"],
    ["docs/linux-packages.md", "test/distro/pages.test.ts"],
    ["docs/packages.md", "test/cosign/packages.test.ts"],
    ["docs/packages.md", "test/cosign/packages.test.ts"],
    ["docs/windows.md", "test/unit/docs/command-lines.test.ts"],
    ["examples/docker/README.md", "test/images/page.test.ts"],
    ["examples/docker/README.md", "test/images/page.test.ts"],
    ["examples/docker/README.md", "test/images/page.test.ts"],
    ["examples/kubernetes/README.md", "test/kubernetes/kubernetes.test.ts"],
  ]);
});

describe("a claim is to blocks that are there, by a test that reads that page:", () => {
  const nameOf = ({ page, under = "", holds = "", languages }: Claim) =>
    `${page} ${under} ${languages.join()} ${holds}`;

  test.each(claims.map((claim) => [nameOf(claim), claim] as const))("%s", (_, claim) => {
    const claimed = blocks.filter((block) => claimsTo(block).includes(claim));
    const languages = claimed.map(({ language }) => language);
    expect([...new Set(languages)].toSorted()).toEqual([...claim.languages].toSorted());
    if (claim.under !== undefined) expect(places(claimed)).toHaveLength(1);
    const text = readsOf(claim.by);
    const named = claim.page.startsWith("docs/") ? basename(claim.page) : claim.page;
    const names = [named, claim.under ?? "", claim.holds ?? ""];
    expect(names.filter((each) => !text.includes(each))).toEqual([]);
  });
});

/** The text of a test and of what it imports from `test/support`; the claims are none of it. */
function readsOf(file: string): string {
  const path = join(projectRoot, file);
  const text = readFileSync(path, "utf8");
  const imported = [...text.matchAll(/from "(\.[^"]*\/support\/[^"]+)"/g)].map(([, from = ""]) => from);
  const others = imported.map((from) => readFileSync(join(dirname(path), from), "utf8"));
  return [text, ...others].join("\n");
}
