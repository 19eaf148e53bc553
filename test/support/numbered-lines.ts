import { existsSync, readFileSync } from "node:fs";

/** All that was written to `agent.log` at `path`, the old ones first. */
export function wholeLog(path: string): string {
  const ages: number[] = [];
  for (let age = 1; existsSync(`${path}.${age}`); age++) ages.unshift(age);
  const files = [...ages.map((age) => `${path}.${age}`), ...(existsSync(path) ? [path] : [])];
  return files.map((file) => readFileSync(file, "utf8")).join("");
}

/**
 * How many lines of `numbers-lines.ts` the text holds. Throws where one is lost, split or doubled; the last one may be
 * unfinished.
 */
export function countNumbered(text: string, width: number): number {
  const lines = text.split("\n");
  lines.pop();
  const rest = ` ${".".repeat(width)}`;
  for (const [index, line] of lines.entries()) {
    if (line !== `${index + 1}${rest}`) throw new Error(`line ${index + 1} is ${JSON.stringify(line.slice(0, 80))}`);
  }
  return lines.length;
}
