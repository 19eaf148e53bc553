import type { Ending } from "../../collector/ending.ts";
import type { LearnOutcome } from "../../collector/learn.ts";
import type { RefusalCode } from "../../compose/refusal.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import { isReadOnly } from "../../runtime/is-read-only.ts";
import { lacksRoom } from "../../runtime/lacks-room.ts";

/**
 * Why a configuration is not in force, stable: servers and scripts may rely on it. Those of composing are `RefusalCode`.
 */
export type FailureCode =
  | RefusalCode
  /** The Collector ended while it was started or reloaded, and its words are none of those below. */
  | "COLLECTOR_EXITED"
  /** A signal from outside ended the Collector. */
  | "COLLECTOR_KILLED"
  /** The kernel ended the Collector for want of memory, or it ended itself since it got none. */
  | "OUT_OF_MEMORY"
  /** An address to listen on is taken. */
  | "PORT_IN_USE"
  /** This machine does not have an address to listen on, or a name in its place has none. */
  | "ADDRESS_UNAVAILABLE"
  /** One address would be listened on twice within the configuration. */
  | "ADDRESS_TWICE"
  /** A file that the configuration names is not there. */
  | "FILE_MISSING"
  /** The Collector may not do what the configuration asks for. */
  | "PERMISSION_DENIED"
  /** There is no room left on the disk. */
  | "DISK_FULL"
  /** The file system of the storage directory is read-only. */
  | "STORAGE_READ_ONLY"
  /** The Collector runs and says that it cannot work. */
  | "UNHEALTHY"
  /** It works, and no data gets through any more that did before. */
  | "NO_FLOW"
  /** All that the Collector complains of are peers that it sends to. */
  | "BACKEND_UNAVAILABLE"
  /** No proof came in time. */
  | "TIMEOUT"
  /** The executable cannot be run. */
  | "EXECUTABLE"
  /** The Collector says of itself that it is another version than the one that was to run. */
  | "VERSION_MISMATCH"
  /** The program of a package is not there any more as it was installed, or cannot be read at the moment. */
  | "PACKAGE_LOST"
  /** It was tried before and failed: the text holds that reason. */
  | "REJECTED"
  /** The operator has gone back from it. */
  | "ROLLED_BACK"
  /** The supervisor ended in the middle of the trial, more than once. */
  | "INTERRUPTED"
  /** Something of the supervisor's own went wrong. */
  | "INTERNAL";

/** How far the configuration came; `running`: it had been proved, and what ended then is no verdict on it. */
export type Phase = (typeof phases)[number];

export const phases = [
  "composing",
  "validating",
  "preflight",
  "starting",
  "reloading",
  "probation",
  "running",
] as const;

/** A configuration that did not come into force, or did not stay there. */
export interface Failure {
  code: FailureCode;
  phase: Phase;
  /** For people, without the code; may have several lines. Holds no secret. */
  text: string;
  /** Nobody who is judged can have caused it, whatever the code says. Default: the code says it. */
  blameless?: true;
}

/**
 * What the change cannot have caused, or what may be gone the next time: the configuration is told as failed and not
 * remembered as bad.
 */
const blamelessCodes: ReadonlySet<FailureCode> = new Set([
  "COLLECTOR_KILLED",
  "PORT_IN_USE",
  "ADDRESS_UNAVAILABLE",
  "DISK_FULL",
  "STORAGE_READ_ONLY",
  "BACKEND_UNAVAILABLE",
  "EXECUTABLE",
  "PACKAGE_LOST",
  "INTERNAL",
]);

/**
 * Why a Collector cannot be used of which nothing can be learned. `EXECUTABLE` is no fault of a configuration, and one of the program that
 * runs it, unless that cannot have caused it.
 */
export function ignorance(unknown: Extract<LearnOutcome, { learned: false }>, phase: Phase): Failure {
  const { code, message: text, blameless = false } = unknown;
  if (code === "PACKAGE_LOST" || code === "PACKAGE_UNREADABLE") return { code: "PACKAGE_LOST", phase, text };
  if (code === "KILLED") return { code: "COLLECTOR_KILLED", phase, text };
  return { code: "EXECUTABLE", phase, text, ...(blameless && { blameless }) };
}

/** Whether the program itself is to blame, so that it need not be tried again. */
export function condemnsProgram(failure: Failure): boolean {
  // What cannot be composed is so with every program.
  if (failure.code === "EXECUTABLE") return failure.blameless !== true;
  return failure.phase !== "composing" && condemns(failure);
}

/** Whether the configuration itself is to blame, so that it need not be tried again. */
export function condemns({ code, blameless }: Failure): boolean {
  return blameless !== true && !blamelessCodes.has(code);
}

/** `CODE: phase: text`, as the server, the log and `status` show it. What is remembered has both already. */
export function failureText({ code, phase, text }: Failure): string {
  return code === "REJECTED" ? text : `${code}: ${phase}: ${text}`;
}

/**
 * What the server is told with FAILED. A configuration that is not to blame is not tried again by itself when the way is
 * free: a hash that is FAILED stays so, and a server or an operator that has given it up must not find it in force one
 * night. So the text says what tries it again.
 */
export function verdictText(failure: Failure): string {
  const reason = failureText(failure);
  return condemns(failure) || failure.code === "REJECTED" ? reason : `${reason}\n${advice}`;
}

/** A failure's text with what else there is to say: on the first line, since the end of the Collector's log may follow. */
export function noted(reason: string, note: string): string {
  const [first = "", ...others] = reason.split("\n");
  return [`${first}; ${note}`, ...others].join("\n");
}

const advice =
  "The configuration itself is not to blame: `opampsupervisor retry`, or an offer of it under a new hash, tries it again.";

/** Why the Collector ended, by what its end and its last words say. */
export function codeOfEnding({ killed, statement }: Pick<Ending, "killed" | "statement">): FailureCode {
  if (killed === "memory") return "OUT_OF_MEMORY";
  const said = words.find(([pattern]) => pattern.test(statement));
  if (said !== undefined) return said[1];
  return killed === "outside" ? "COLLECTOR_KILLED" : "COLLECTOR_EXITED";
}

/** Why a file of the supervisor's own could not be written. */
export function codeOfError(error: unknown): FailureCode {
  if (lacksRoom(error)) return "DISK_FULL";
  return isReadOnly(error) ? "STORAGE_READ_ONLY" : "INTERNAL";
}

/** What was thrown, for people: with its class where nobody expects it. */
export function textOfError(error: unknown): string {
  return codeOfError(error) === "INTERNAL" ? String(error) : errorMessage(error);
}

/** The words of the Go runtime and of the Collector (v0.149.0), the most telling first. */
const words: readonly (readonly [RegExp, FailureCode])[] = [
  [/^fatal error: (?:runtime: )?(?:out of memory|cannot allocate memory)/, "OUT_OF_MEMORY"],
  [/address already in use|only one usage of each socket address/i, "PORT_IN_USE"],
  [/\blisten\b.*(?:cannot assign requested address|no such host|address family not supported)/i, "ADDRESS_UNAVAILABLE"],
  [/no space left on device|disk quota exceeded/i, "DISK_FULL"],
  [/permission denied|operation not permitted|access is denied/i, "PERMISSION_DENIED"],
  [/no such file or directory|cannot find the (?:file|path)/i, "FILE_MISSING"],
  [/failed to get config|invalid configuration|cannot unmarshal|decoding failed|unknown type:/i, "CONFIG_INVALID"],
];
