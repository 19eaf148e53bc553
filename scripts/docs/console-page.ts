import { readFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../support/root.ts";

/** A command of a page with what it prints. */
export interface Step {
  command: string;
  output: string;
}

/** What stands below one heading. */
export interface Chapter {
  title: string;
  /** Of its blocks `console`: a line behind `$ ` is a command, the lines up to the next one are what it prints. */
  steps: readonly Step[];
  /** Its blocks that have the name of a file behind their language. */
  files: readonly { name: string; text: string }[];
}

/** A page of `docs` by its headings. */
export function chaptersOf(file: string): Chapter[] {
  const page = readFileSync(join(root, "docs", file), "utf8");
  return page.split(/^#+ /m).map((part) => {
    const blocks = [...part.matchAll(/^```(\w+) ?(.*)\n([^]*?)^```$/gm)];
    const files = blocks.flatMap(([, , name = "", text = ""]) => (name === "" ? [] : [{ name, text }]));
    const texts = blocks.flatMap(([, language, , text = ""]) => (language === "console" ? [text] : []));
    return { title: part.split("\n")[0] ?? "", steps: texts.flatMap(stepsIn), files };
  });
}

function stepsIn(text: string): Step[] {
  const [, ...parts] = `\n${text}`.split("\n$ ");
  return parts.map((part) => {
    const [command = "", ...output] = part.split("\n");
    return { command, output: output.join("\n").trim() };
  });
}
