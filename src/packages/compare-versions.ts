/** Numbers before the first `-`, and what follows it; what follows a `+` has no rank. */
const form = /^v?(\d{1,9}(?:\.\d{1,9}){0,3})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?$/;

/**
 * Which of two versions is the newer one, as semantic versioning ranks them (semver.org, 2.0.0, rule 11), a `v` in front or
 * fewer numbers being no difference: below 0 where it is `b`, above 0 where it is `a`. `undefined` where one of them
 * cannot be ranked.
 */
export function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [ranked(a), ranked(b)];
  if (left === undefined || right === undefined) return undefined;
  for (const [place, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePreReleases(left.preRelease, right.preRelease);
}

/** The first version in a text, such as `otelcol version 0.149.0`; `undefined` where there is none. */
export function versionIn(text: string): string | undefined {
  const words = text.split(/\s+/);
  return words.find((word) => word.includes(".") && form.test(word));
}

function ranked(version: string): { numbers: number[]; preRelease: string[] } | undefined {
  const [, numbers, preRelease] = form.exec(version.trim()) ?? [];
  if (numbers === undefined) return undefined;
  const given = numbers.split(".").map(Number);
  return { numbers: [...given, 0, 0, 0].slice(0, 4), preRelease: preRelease?.split(".") ?? [] };
}

/** A version without one is the newer one. */
function comparePreReleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (const [place, part] of a.entries()) {
    const other = b[place];
    if (other === undefined) return 1;
    const difference = compareParts(part, other);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Numbers are ranked as numbers, and below all words. */
function compareParts(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber && isOtherNumber) return Number(a) - Number(b);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
