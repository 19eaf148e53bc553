import { plainText } from "../telemetry/field-text.ts";

/**
 * A text in lines of at most `columns` characters, broken at blanks; its own lines stay, and what is longer than a line and
 * has no blank is not broken. Nothing of it is a command to a terminal.
 */
export function wrapText(text: string, columns: number): string[] {
  return text
    .trimEnd()
    .split("\n")
    .flatMap((line) => wrapLine(plainText(line.replaceAll("\t", "  ")), columns));
}

function wrapLine(line: string, columns: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? "";
  const lines: string[] = [];
  let current = indent;
  for (const word of line.split(" ").filter(Boolean)) {
    const next = current.trim() === "" ? indent + word : `${current} ${word}`;
    if (next.length <= columns || current.trim() === "") current = next;
    else {
      lines.push(current);
      current = indent + word;
    }
  }
  return [...lines, current];
}
