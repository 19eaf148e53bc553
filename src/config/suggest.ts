export interface Section {
  /** `agent::description`; empty for the root. */
  path: string;
  keys: readonly string[];
}

export interface SuggestOptions {
  /** The section in which the unknown key stands. */
  section: string;
  key: string;
  /** All sections in the order of preference. */
  sections: readonly Section[];
}

export interface Suggestion {
  /** What to tell: the key that was meant, the section in which it belongs, or what is valid here. */
  advice: string;
  /** Path of the key that was probably meant. */
  meant?: string;
}

/** The nearest valid key for an unknown one: in its section, or else in another one. */
export function suggestKey(options: SuggestOptions): Suggestion {
  const { section, key, sections } = options;
  const [first = "", ...rest] = key.split("::");
  if (rest.length > 0) return { advice: `write \`${first}\` as a mapping with the rest below it` };
  const here = sections.find((candidate) => candidate.path === section)?.keys ?? [];
  const twin = here.find((candidate) => spelling(candidate) === spelling(key));
  if (twin !== undefined) return didYouMean(section, twin);
  const home = sections.find((candidate) => candidate.path !== section && candidate.keys.includes(key));
  if (home !== undefined) return { advice: belongs(home.path), meant: join(home.path, key) };
  const near = nearest(key, here);
  if (near !== undefined) return didYouMean(section, near);
  for (const candidate of sections) {
    const elsewhere = nearest(key, candidate.keys);
    if (elsewhere === undefined) continue;
    const advice = `did you mean \`${elsewhere}\`, which ${belongs(candidate.path)}?`;
    return { advice, meant: join(candidate.path, elsewhere) };
  }
  return { advice: `valid here: ${here.join(", ")}` };
}

function didYouMean(section: string, key: string): Suggestion {
  return { advice: `did you mean \`${key}\`?`, meant: join(section, key) };
}

function join(section: string, key: string): string {
  return section === "" ? key : `${section}::${key}`;
}

function belongs(section: string): string {
  return section === "" ? "belongs at the top level" : `belongs under \`${section}\``;
}

/** The same for `bootstrap_timeout`, `bootstrap-timeout` and `bootstrapTimeout`. */
function spelling(key: string): string {
  return key.toLowerCase().replace(/[-_. ]/g, "");
}

function nearest(key: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let smallest = Math.max(1, Math.floor(key.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(key.toLowerCase(), candidate);
    if (distance < smallest) {
      smallest = distance;
      best = candidate;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment) that turn `a` into `b`. */
export function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  const cells = Array.from({ length: (a.length + 1) * width }, () => 0);
  const cell = (i: number, j: number): number => cells[i * width + j] ?? 0;
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      let least = i === 0 || j === 0 ? i + j : cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      if (i > 0 && j > 0) least = Math.min(least, cell(i - 1, j) + 1, cell(i, j - 1) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, cell(i - 2, j - 2) + 1);
      }
      cells[i * width + j] = least;
    }
  }
  return cell(a.length, b.length);
}
