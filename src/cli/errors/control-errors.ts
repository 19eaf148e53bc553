import type { ControlCode } from "../../control/protocol.ts";
import { type ErrorArea, explained, type Explanation } from "./explanation.ts";

const codes: Readonly<Record<ControlCode, Explanation>> = {
  MALFORMED: explained(
    "The request makes no sense.",
    "A program that does not follow the protocol.",
    "docs/commands.md has the protocol.",
  ),
  TOO_LARGE: explained("The request is longer than is read.", "More than 4 KiB in a line.", "Send less."),
  VERSION: explained(
    "The supervisor speaks another version of the protocol.",
    "Two versions of the executable on one host.",
    "Use the executable that runs.",
  ),
  UNKNOWN: explained(
    "The supervisor does not know what is asked for.",
    "An older supervisor than the command.",
    "Restart the supervisor with the new executable.",
  ),
  FORBIDDEN: explained(
    "This user may look, and not order.",
    "Neither the supervisor's own user nor root.",
    "Be one of them.",
  ),
  BUSY: explained(
    "Too many ask at once, or the request before is not finished.",
    "Many watchers.",
    "Try again, or end some.",
  ),
  FAILED: explained("The order could not be carried out.", "The text has more.", "See the log."),
  STARTING: explained(
    "The supervisor is still getting to know its Collector.",
    "It has just been started.",
    "Try again in a moment.",
  ),
  NOTHING_RUNS: explained("There is nothing to restart.", "The server wants nothing to run.", "Offer a configuration."),
  NO_SUCH_VERSION: explained(
    "There is no such version of the Collector to go back to.",
    "It was never installed, or is not kept any more.",
    "`opampsupervisor packages` lists those that are here.",
  ),
  BELOW_MINIMUM: explained(
    "The version to go back to is older than the operator's minimum.",
    "`agent.package.minimum_version`.",
    "Lower it, or name a newer version.",
  ),
  PACKAGE_LOST: explained(
    "The version to go back to is not what was installed any more.",
    "Somebody has removed or changed its program in the storage directory.",
    "Name another version, or have the server offer this one again.",
  ),
  PACKAGE_UNREADABLE: explained(
    "The program of that version cannot be read at the moment.",
    "The host is short of memory or of file descriptors.",
    "Try again when it is not.",
  ),
  VERIFIER_CHANGED: explained(
    "That version was verified by other rules than those of now.",
    "`agent.package.verifier` has changed since it was installed.",
    "Have the server offer it again, so that it is verified anew.",
  ),
  VERIFIER_UNUSABLE: explained(
    "What the operator has given to verify with cannot be used, so nothing that was installed can be trusted.",
    "A missing key, a trusted root that cannot be read.",
    "Correct `agent.package.verifier`.",
  ),
  NOTHING_BEFORE: explained(
    "There is no configuration to go back to.",
    "It is the first one, or the one before has failed since, or it was gone back to already.",
    "Have the server offer another one.",
  ),
  UNDER_WAY: explained(
    "A change is being tried.",
    "An offer that has just come.",
    "Wait for its verdict: `opampsupervisor status --watch`.",
  ),
  FALLBACK_RUNS: explained("The fallback configuration runs.", "The server is not reached.", "Go back when it is."),
  NOT_HELD: explained("Nothing is held.", "The hold was over.", "Nothing."),
};

export const controlErrors: ErrorArea = {
  title: "Commands to a running supervisor",
  where: "On standard error, in parentheses behind the text, and as `error.code` over the control channel.",
  codes,
};
