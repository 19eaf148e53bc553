/** One series: its labels, and its value. */
export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

export interface Family {
  name: string;
  type: string;
  help: string;
  samples: Sample[];
}

const name = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const label = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"`;
const number = String.raw`[+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf|NaN)`;
const headPattern = new RegExp(`^# (HELP|TYPE) (${name}) (.*)$`);
const samplePattern = new RegExp(`^(${name})(?:\\{(${label}(?:,${label})*)\\})? (${number})$`);

/** What may stand behind the name of a family in its samples. */
const suffixes: Readonly<Record<"text" | "openmetrics", Readonly<Record<string, readonly string[]>>>> = {
  text: { counter: [""], gauge: [""], histogram: ["_bucket", "_sum", "_count"] },
  openmetrics: {
    counter: ["_total"],
    gauge: [""],
    unknown: [""],
    info: ["_info"],
    histogram: ["_bucket", "_sum", "_count"],
  },
};

/**
 * Reads a page of metrics by the letter of Prometheus 0.0.4 or of OpenMetrics 1.0.0, as far as this project writes them: HELP
 * and TYPE before the samples of a family, each family in one piece, each series once, buckets that add up, `# EOF` where it
 * belongs. Throws with the line that is wrong.
 */
export function readExposition(text: string, format: "text" | "openmetrics"): Map<string, Family> {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const lines = text.slice(0, -1).split("\n");
  if (format === "openmetrics" && lines.pop() !== "# EOF") throw new Error("there is no # EOF at the end");
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  let current: Family | undefined;
  for (const [index, line] of lines.entries()) {
    const wrong = (why: string) => new Error(`line ${index + 1}: ${why}: ${line}`);
    const head = headPattern.exec(line);
    if (head) {
      const [, kind, of = "", rest = ""] = head;
      if (kind === "HELP") {
        if (families.has(of)) throw wrong("the family is there already");
        current = { name: of, type: "", help: rest, samples: [] };
        families.set(of, current);
      } else if (current?.name !== of || current.type !== "") throw wrong("TYPE without its HELP");
      else if (suffixes[format][rest] === undefined) throw wrong("no type of this format");
      else current.type = rest;
      continue;
    }
    const sample = sampleOf(line);
    if (sample === undefined) throw wrong("neither head nor sample");
    const known = current && suffixes[format][current.type]?.some((suffix) => sample.name === current?.name + suffix);
    if (current === undefined || known !== true) throw wrong("no sample of the family before it");
    const series = JSON.stringify([
      sample.name,
      Object.entries(sample.labels)
        .map((pair) => pair.join("="))
        .toSorted(),
    ]);
    if (seen.has(series)) throw wrong("the series is there already");
    seen.add(series);
    current.samples.push(sample);
  }
  for (const family of families.values()) checkFamily(family, format);
  return families;
}

function sampleOf(line: string): Sample | undefined {
  const [, of = "", labels = "", value = ""] = samplePattern.exec(line) ?? [];
  if (of === "") return undefined;
  const pairs = [...labels.matchAll(/([a-zA-Z0-9_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = "", text = ""]) => {
    return [key, text.replaceAll(/\\(.)/g, (_, sign: string) => (sign === "n" ? "\n" : sign))] as const;
  });
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) return undefined;
  return { name: of, labels: Object.fromEntries(pairs), value: Number(value.replace("Inf", "Infinity")) };
}

function checkFamily({ name: of, type, samples }: Family, format: "text" | "openmetrics"): void {
  if (type === "") throw new Error(`${of} has no TYPE`);
  if (type === "counter" && samples.some(({ value }) => !(value >= 0))) throw new Error(`${of} counts backwards`);
  if (type !== "histogram") return;
  const groups = Map.groupBy(samples, ({ labels }) => JSON.stringify({ ...labels, le: "" }));
  for (const group of groups.values()) {
    const buckets = group.filter(({ name: each }) => each === `${of}_bucket`);
    const counts = buckets.map(({ value }) => value);
    const bounds = buckets.map(({ labels }) => labels["le"] ?? "");
    if (bounds.at(-1) !== "+Inf") throw new Error(`${of}: the last bucket is not +Inf`);
    if (counts.some((count, index) => count < (counts[index - 1] ?? 0)))
      throw new Error(`${of}: buckets do not add up`);
    if (format === "openmetrics" && bounds.some((bound) => /^\d+$/.test(bound))) throw new Error(`${of}: no floats`);
    const total = group.find(({ name: each }) => each === `${of}_count`)?.value;
    if (total !== counts.at(-1) || group.length !== buckets.length + 2) throw new Error(`${of}: no count, or no sum`);
  }
}
