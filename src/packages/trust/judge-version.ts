import { compareVersions, parseVersion, type SemanticVersion } from "./semantic-version.ts";

/** Versions as texts, with or without `v` in front. */
export interface VersionQuestion {
  /** Of the offer. */
  offered: string;
  /** What the candidate itself says: its `--version`, without its name. */
  printed: string;
  /** What the Collector in use says. `undefined`: there is none. */
  installed: string | undefined;
  /** The highest that was ever installed here and proved itself. `undefined`: none was. */
  highest: string | undefined;
  /** The operator's. `undefined`: there is none. */
  minimum: string | undefined;
  /** The operator's: the server may go back, though never below the minimum. */
  allowDowngrade: boolean;
}

export type VersionRefusal =
  /** The candidate is another version than the offer says. */
  | "VERSION_MISMATCH"
  /** A version cannot be ordered, and the order decides. */
  | "VERSION_UNREADABLE"
  /** Older than the operator's minimum. */
  | "BELOW_MINIMUM"
  /** Older than what is or was installed. */
  | "DOWNGRADE";

export type VersionVerdict =
  | { kind: "accepted"; /** Unset: there was nothing to compare with. */ step?: "upgrade" | "same" | "downgrade" }
  | { kind: "refused"; code: VersionRefusal; message: string };

/**
 * Whether a candidate whose signature holds may be installed. A signature binds content and not the version that a server states
 * beside it: one that is taken over could offer an old program, signed in its time, with a hole that is known by now, as the
 * newest. So the version counts that the signed content itself prints; the offer must say the same, and the order is that of
 * Semantic Versioning, in which build metadata has no place.
 *
 * What cannot be ordered is refused wherever the order matters. It does not matter without a minimum where the operator
 * allows downgrades, and where nothing was ever installed.
 */
export function judgeVersion(question: VersionQuestion): VersionVerdict {
  const { offered, printed, installed, highest, minimum, allowDowngrade } = question;
  if (!isSameVersion(offered, printed)) {
    const message = `the offer says version ${quoted(offered)}, but the program in it is ${quoted(printed)}`;
    return refuse("VERSION_MISMATCH", message);
  }
  const candidate = parseVersion(printed);
  const present = [installed, highest].filter((text) => text !== undefined);
  const bounds = allowDowngrade ? [] : present;
  const needed = [printed, ...(minimum === undefined ? [] : [minimum]), ...bounds];
  const isOrdered = minimum !== undefined || bounds.length > 0;
  const unreadable = isOrdered ? needed.find((text) => parseVersion(text) === undefined) : undefined;
  if (unreadable !== undefined) {
    const wish = "is no semantic version, so that nothing shows whether the offer is older";
    return refuse("VERSION_UNREADABLE", `${quoted(unreadable)} ${wish}`);
  }
  if (candidate === undefined) return { kind: "accepted" };
  if (minimum !== undefined && isBelow(candidate, minimum)) {
    return refuse("BELOW_MINIMUM", `version ${printed} is older than minimum_version, ${minimum}`);
  }
  const newer = bounds.find((text) => isBelow(candidate, text));
  if (newer !== undefined) {
    const what = newer === installed ? "in use" : "that was installed before";
    return refuse(
      "DOWNGRADE",
      `version ${printed} is older than the one ${what}, ${newer}, and allow_downgrade is false`,
    );
  }
  return stepFrom(installed, candidate);
}

function stepFrom(installed: string | undefined, candidate: SemanticVersion): VersionVerdict {
  const from = installed === undefined ? undefined : parseVersion(installed);
  if (from === undefined) return { kind: "accepted" };
  const order = compareVersions(candidate, from);
  return { kind: "accepted", step: order > 0 ? "upgrade" : order < 0 ? "downgrade" : "same" };
}

/** Whether a version is forbidden by the operator's minimum. What cannot be ordered is, as nothing shows that it is not older. */
export function isBelowMinimum(printed: string, minimum: string | undefined): boolean {
  if (minimum === undefined) return false;
  const version = parseVersion(printed);
  return version === undefined || isBelow(version, minimum);
}

/** Servers often leave the build metadata out; where both have it, it must be the same. Other texts must be equal. */
export function isSameVersion(offered: string, printed: string): boolean {
  const [a, b] = [parseVersion(offered), parseVersion(printed)];
  if (a === undefined || b === undefined) return bare(offered) === bare(printed) && bare(printed) !== "";
  if (compareVersions(a, b) !== 0) return false;
  return a.build.length === 0 || b.build.length === 0 || a.build.join(".") === b.build.join(".");
}

function isBelow(candidate: SemanticVersion, bound: string): boolean {
  const version = parseVersion(bound);
  return version !== undefined && compareVersions(candidate, version) < 0;
}

function bare(text: string): string {
  return text.trim().replace(/^v(?=\d)/, "");
}

/** One comes from the server and one from a program that nobody has run before. */
function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 128));
}

function refuse(code: VersionRefusal, message: string): VersionVerdict {
  return { kind: "refused", code, message };
}
