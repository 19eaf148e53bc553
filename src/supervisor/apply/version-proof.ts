import { isSameVersion } from "../../packages/trust/judge-version.ts";
import { versionOf } from "../collector/describe-agent.ts";
import type { Composition, State } from "../mind/state.ts";
import { isProgramTrial } from "../packages/program-verdict.ts";
import type { Failure } from "./failure.ts";

/** Whether the process says that it is the version which is on trial. `awaited`: it has not described itself yet. */
export type VersionProof = { is: "shown" } | { is: "awaited" } | { is: "wrong"; failure: Failure };

/**
 * What a program that is to take the place of another says of itself over the link when it introduces itself: another version than it
 * prints is another program, behind a start script for instance. Nothing was touched yet.
 */
export function introductionFault(state: State, composition: Composition): Failure | undefined {
  const { program } = composition.candidate;
  const { ownVersion: said } = composition;
  if (!isProgramTrial(state, composition.candidate) || program === undefined || said === undefined) return undefined;
  if (program.ownVersion === "" || isSameVersion(program.ownVersion, said)) return undefined;
  return mismatch("preflight", said, program.ownVersion);
}

/**
 * Whether the process that runs on trial says the version that is to be proved. Where the configuration states a `service.version`, the
 * Collector says that one; where only the Collector knows what it states, nothing can be told by it.
 */
export function versionProof(state: State, composition: Composition): VersionProof {
  const { candidate, serviceVersion } = composition;
  const printed = candidate.program?.ownVersion ?? "";
  if (!isProgramTrial(state, candidate) || printed === "" || serviceVersion.is === "unknown") return { is: "shown" };
  const description = state.view?.agentDescription;
  if (!description) return { is: "awaited" };
  const said = versionOf(description) ?? "";
  const isRight = serviceVersion.is === "stated" ? said === serviceVersion.version : isSameVersion(printed, said);
  if (isRight) return { is: "shown" };
  return {
    is: "wrong",
    failure: mismatch("starting", said, serviceVersion.is === "stated" ? serviceVersion.version : printed),
  };
}

function mismatch(phase: Failure["phase"], said: string, wanted: string): Failure {
  const text = `the Collector says that its service.version is ${JSON.stringify(said)}, and not ${JSON.stringify(wanted)}`;
  return { code: "VERSION_MISMATCH", phase, text };
}
