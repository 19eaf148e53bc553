import type { StartCode } from "../../supervisor/start-code.ts";
import { type ErrorArea, explained, type Explanation } from "./explanation.ts";

const codes: Readonly<Record<StartCode, Explanation>> = {
  FALLBACK: explained(
    "A fallback configuration is not there.",
    "`agent.startup_fallback_configs` names a file that is missing.",
    "Put it there, or take it out of the list.",
  ),
  LINK: explained(
    "The supervisor cannot listen for its Collector.",
    "`agent.opamp_server_port` is taken.",
    "Leave the key out, so that a free port is used.",
  ),
  HEALTHCHECK: explained(
    "The health endpoint cannot be had.",
    "Its port is taken, or its address is not of this machine.",
    "Change `healthcheck.endpoint`.",
  ),
  STORAGE: explained(
    "The storage directory cannot be used.",
    "Another supervisor uses it; missing rights; a full disk.",
    "The text says which, and what to do.",
  ),
  STORAGE_KEY: explained(
    "The storage is encrypted, and its key cannot be had, or is another one.",
    "`storage.encryption` has changed or its source is away.",
    "Give the key back; the files cannot be read without it.",
  ),
  RUN_AS: explained(
    "The Collector cannot be run as the user that `agent.run_as` names.",
    "An unknown user, missing rights of the supervisor, a binary or directory that the user may not reach.",
    "The text names which, and the way out.",
  ),
  UNEXPECTED: explained(
    "Something went wrong that nobody expects.",
    "A mistake in the supervisor.",
    "Please report it, with what `opampsupervisor diagnose` makes.",
  ),
  NO_SUCH_FILE: explained(
    "The Collector's executable is not there.",
    "`agent.executable` has a typing error, or the Collector is not installed.",
    "Install it, or correct the path.",
  ),
  NOT_A_FILE: explained("`agent.executable` is no file.", "It names a directory.", "Name the executable in it."),
  NOT_EXECUTABLE: explained(
    "The Collector's file is not executable.",
    "It was downloaded without the right.",
    "`chmod +x` it.",
  ),
  CANNOT_LOOK: explained(
    "The system does not let the supervisor look at the executable.",
    "Missing rights on a directory above.",
    "Give the supervisor's user passage.",
  ),
  CANNOT_EXECUTE: explained(
    "The system refuses to execute the Collector.",
    "A mount with `noexec`, a missing interpreter, a sandbox.",
    "The text has the system's word.",
  ),
  WRONG_ARCHITECTURE: explained(
    "The Collector is for another system or architecture.",
    "The download of another platform.",
    "Install the one for this host.",
  ),
  NO_OPAMP_EXTENSION: explained(
    "The Collector is built without the opamp extension.",
    "A distribution that does not have it, such as core.",
    "Use one that has, such as contrib.",
  ),
  EXITED: explained(
    "The Collector ended at its first start, before it had said what it is.",
    "A crash; an operator's configuration that it does not take.",
    "The text has its last words.",
  ),
  KILLED: explained(
    "A signal from outside ended the Collector at its first start, twice.",
    "Somebody who ends processes by their name; a service manager that stops the group.",
    "See who sends signals; start the supervisor again.",
  ),
  NEVER_CONNECTED: explained(
    "The Collector did not connect to the supervisor at its first start.",
    "A start script that does not pass its arguments on; a loopback interface that is down.",
    "Run what the text names by hand.",
  ),
  NEVER_DESCRIBED: explained(
    "It connected and never said what it is.",
    "An opamp extension of another kind.",
    "Use a Collector of a release that is supported.",
  ),
  STOPPED: explained(
    "The supervisor was stopped before it knew its Collector.",
    "SIGTERM during the first start.",
    "Nothing.",
  ),
};

export const startErrors: ErrorArea = {
  title: "The start of the supervisor",
  where:
    "In the log, as `code` of `Cannot supervise the Collector`, with exit code 1. (What is wrong in `supervisor.yaml` has codes of its own, and exit code 2.)",
  codes,
};
