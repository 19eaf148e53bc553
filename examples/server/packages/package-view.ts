import type { PackagesReport } from "./package-report.ts";
import type { StoredPackage } from "./stored-package.ts";

/** A package that an agent is to have. */
export interface ChosenPackage {
  entry: StoredPackage;
  /** Whether it was chosen for this agent, or for all. */
  scope: "own" | "all";
  /** Of the offer, hexadecimal. */
  hash: string;
}

/** The packages of one agent, as people are shown them. */
export interface PackagesView {
  /** Whether the agent takes packages. */
  accepted: boolean;
  /** Whether the agent says what becomes of offers. */
  reports: boolean;
  chosen: ChosenPackage[];
  report: PackagesReport | null;
  /** `none`: nothing is offered. `waiting`: the agent has not spoken of it. `working`: it is about it. */
  outcome: "none" | "waiting" | "working" | "installed" | "failed";
  /** When the offer went to the agent last; `null`: it was not sent. ISO 8601. */
  sentAt: string | null;
  /** From then until the agent was done with it, milliseconds; `null`: it is not. */
  tookMs: number | null;
}

/**
 * What has become of the offer with this hash, by the agent's last word. An agent that knows the offer, and has no word yet on a
 * package of it, has not spoken of it.
 */
export function packagesOutcome(
  hash: string | undefined,
  report: PackagesReport | null,
  chosen: readonly Pick<ChosenPackage, "entry" | "hash">[],
): PackagesView["outcome"] {
  if (hash === undefined) return "none";
  if (report === null || report.hash !== hash) return "waiting";
  const phases = report.packages.map(({ phase }) => phase);
  if (phases.some((phase) => phase === "PENDING" || phase === "DOWNLOADING" || phase === "INSTALLING"))
    return "working";
  if (report.error !== "" || phases.includes("FAILED")) return "failed";
  const isKnown = ({ entry, hash: offered }: Pick<ChosenPackage, "entry" | "hash">) =>
    report.packages.some(({ name, offeredHash }) => name === entry.name && offeredHash === offered);
  return chosen.every(isKnown) ? "installed" : "waiting";
}
