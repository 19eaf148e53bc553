import type { Comparison } from "./comparison.ts";
import { formatMedian, formatRatio, formatSpread } from "./format.ts";

export const tableHead = ["what", "ours", "spread", "Go", "spread", "ratio", "aim", "met"] as const;

/** The cells of one row under `tableHead`. */
export function tableRow({ scenario, measure, ours, go, ratio, met }: Comparison): string[] {
  const { unit, aim, title, better } = measure;
  return [
    `${scenario.title} ${title}`,
    ours === undefined ? "no figure" : formatMedian(ours, unit),
    ours === undefined ? "" : formatSpread(ours, unit),
    go === undefined ? "no figure" : formatMedian(go, unit),
    go === undefined ? "" : formatSpread(go, unit),
    ratio === undefined ? "" : `${go?.above === true ? "< " : ""}${formatRatio(ratio)}`,
    aim === undefined ? "" : `${better === "more" ? "≥" : "≤"} ${formatRatio(aim)}`,
    met === undefined ? "" : met ? "yes" : "no",
  ];
}

/** Columns under each other for the terminal. */
export function textTable(rows: ReadonlyArray<readonly string[]>): string {
  const widths = tableHead.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
