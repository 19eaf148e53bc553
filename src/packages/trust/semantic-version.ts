/** A version of Semantic Versioning 2.0.0. */
export interface SemanticVersion {
  /** Major, minor, patch. */
  core: readonly [bigint, bigint, bigint];
  /** Identifiers after `-`; none: a release. */
  preRelease: readonly string[];
  /** Identifiers after `+`, which do not count in the order. */
  build: readonly string[];
}

const number = "0|[1-9]\\d*";
const identifiers = (one: string) => `${one}(?:\\.${one})*`;
const form = new RegExp(
  `^v?(${number})\\.(${number})\\.(${number})` +
    `(?:-(${identifiers(`(?:${number}|\\d*[A-Za-z-][0-9A-Za-z-]*)`)}))?` +
    `(?:\\+(${identifiers("[0-9A-Za-z-]+")}))?$`,
);

/** With or without the `v` that offers and tags put in front. `undefined` for what is no such version. */
export function parseVersion(text: string): SemanticVersion | undefined {
  const [, major, minor, patch, preRelease, build] = form.exec(text.trim()) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return {
    core: [BigInt(major), BigInt(minor), BigInt(patch)],
    preRelease: preRelease?.split(".") ?? [],
    build: build?.split(".") ?? [],
  };
}

/** Negative where `a` is the older one, 0 where neither is (Semantic Versioning 2.0.0, 11). */
export function compareVersions(a: SemanticVersion, b: SemanticVersion): number {
  for (const [index, part] of a.core.entries()) {
    const order = compare(part, b.core[index] ?? 0n);
    if (order !== 0) return order;
  }
  if (a.preRelease.length === 0 || b.preRelease.length === 0) return b.preRelease.length - a.preRelease.length;
  for (const [index, one] of a.preRelease.entries()) {
    const other = b.preRelease[index];
    const order = other === undefined ? 1 : compareIdentifiers(one, other);
    if (order !== 0) return order;
  }
  return a.preRelease.length - b.preRelease.length;
}

/** Numbers by value and before names, names by their bytes. */
function compareIdentifiers(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aIsNumber && bIsNumber) return compare(BigInt(a), BigInt(b));
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return compare(a, b);
}

function compare<Value extends bigint | string>(a: Value, b: Value): number {
  return a < b ? -1 : Number(a > b);
}
