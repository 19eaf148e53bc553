import { readFileSync } from "node:fs";
import { join } from "node:path";

import { markdownPages } from "./markdown-links.ts";
import { projectRoot } from "./project.ts";

/** A fenced block of a page. */
export interface DocBlock {
  /** Path from the project's root. */
  page: string;
  /** The heading above it. */
  under: string;
  /** Empty where the fence names none. */
  language: string;
  /** Behind the language: the name of a file, or what else a page has there. Empty where there is none. */
  name: string;
  text: string;
  /** Of its fence, from 1. */
  line: number;
}

/** The pages that tell a reader what to do: all of the project's but the list of changes. */
export const guides: readonly string[] = markdownPages().filter((page) => page !== "CHANGELOG.md");

/** The fenced blocks of a page in their order; those inside a list are without its indentation. */
export function blocksOf(page: string): DocBlock[] {
  const lines = readFileSync(join(projectRoot, page), "utf8").split("\n");
  const blocks: DocBlock[] = [];
  let under = "";
  let open: { block: DocBlock; indentation: string; lines: string[] } | undefined;
  for (const [index, line] of lines.entries()) {
    const [, indentation = "", language = "", name = ""] = /^( *)```(\w*) ?(.*)$/.exec(line) ?? [];
    if (open === undefined) {
      under = /^#+ (.*)$/.exec(line)?.[1] ?? under;
      if (!line.trimStart().startsWith("```")) continue;
      open = { block: { page, under, language, name, text: "", line: index + 1 }, indentation, lines: [] };
    } else if (line === `${open.indentation}\`\`\``) {
      blocks.push({ ...open.block, text: open.lines.map((each) => `${each}\n`).join("") });
      open = undefined;
    } else {
      open.lines.push(line.startsWith(open.indentation) ? line.slice(open.indentation.length) : line);
    }
  }
  if (open !== undefined) throw new Error(`${page}:${open.block.line}: the block has no end`);
  return blocks;
}

/** The text of the one block of a language below a heading, or of that one of several with `holds` in it. */
export function blockOf(page: string, under: string, language: string, holds = ""): string {
  const found = blocksOf(page).filter(
    (block) => block.under === under && block.language === language && block.text.includes(holds),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`${page} has ${found.length} blocks ${language} below "${under}", not one`);
  }
  return only.text;
}
