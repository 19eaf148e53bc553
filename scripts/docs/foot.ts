import { pages } from "./pages.ts";

const rule = "\n---\n\n";

/** What stands at the foot of a page: the ways to its neighbours and to the list of all. */
export function footOf(file: string): string {
  const place = pages.findIndex(([name]) => name === file);
  if (place === -1) throw new Error(`${file} has no place in scripts/docs/pages.ts`);
  const [before, after] = [pages[place - 1], pages[place + 1]];
  const ways = [
    ...(before ? [`[← ${before[1]}](${before[0]})`] : []),
    "[Contents](README.md)",
    ...(after ? [`[${after[1]} →](${after[0]})`] : []),
  ];
  return `${rule}${ways.join(" · ")}\n`;
}

/** `text` with the foot of its page, in place of one that is there already. */
export function withFoot(file: string, text: string): string {
  const foot = text.lastIndexOf(rule);
  const own = foot !== -1 && text.slice(foot + rule.length).includes("[Contents](README.md)");
  return `${(own ? text.slice(0, foot) : text).trimEnd()}\n${footOf(file)}`;
}
