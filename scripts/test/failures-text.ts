/** Most lines of one failure at the end of a run; all of them stand where it failed. */
const longest = 25;
/** Most characters of one such line. */
const widest = 400;

/**
 * What is printed at the end of a run of everything that failed, each with its first lines: whoever has only the end of
 * a long output still learns what failed. Nothing for a run without failures.
 */
export function failuresText(failures: readonly string[]): string[] {
  if (failures.length === 0) return [];
  return ["\n── failed", ...failures.map((failure) => indented(failure))];
}

function indented(failure: string): string {
  const lines = failure.trimEnd().split("\n");
  const shown = lines.slice(0, longest).map((line) => (line.length > widest ? `${line.slice(0, widest)}…` : line));
  if (lines.length > longest) shown.push(`(${lines.length - longest} more lines above)`);
  return shown.map((line, index) => (index === 0 ? ` FAIL  ${line}` : `       ${line}`)).join("\n");
}
