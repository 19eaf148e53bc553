import type { ReadingCode } from "../../config/problem.ts";
import { type ErrorArea, explained, type Explanation } from "./explanation.ts";

const codes: Readonly<Record<ReadingCode, Explanation>> = {
  CONFIG_FILE: explained(
    "The file cannot be read, or is no text.",
    "A path with a typing error, a directory, missing rights, a file that is not UTF-8 or UTF-16.",
    "Give the path of a text file that the supervisor's user may read.",
  ),
  CONFIG_SYNTAX: explained(
    "The file is not one YAML document with each key once.",
    "Wrong indentation, tabs, a missing quote, a key that stands there twice, `---` in the middle.",
    "Correct the place that is named; for a key that is there twice, leave one of the two.",
  ),
  CONFIG_REFERENCE: explained(
    "A `${…}` cannot be replaced, or comes to nothing where something is needed.",
    "`${file:…}` names a file that is missing or closed to this user; a variable is not set; a reference that leads back to itself.",
    "Put there what the reference names, set the variable in the service's environment, or give a default: `${env:NAME:-value}`.",
  ),
  CONFIG_UNKNOWN_KEY: explained(
    "There is no such key here. It is refused, so that no setting is silently without effect.",
    "A typing error, a key in the wrong section, a file of a newer version.",
    "Use the key that the text names. docs/configuration.md has all of them, and `opampsupervisor schema` tells editors.",
  ),
  CONFIG_MISSING_KEY: explained(
    "A key that is needed is not there, or is empty.",
    "A section without its main key, a file that is empty, a misspelt key beside it.",
    "Add it: `agent.executable` is always needed, `server.endpoint` wherever there is a `server`.",
  ),
  CONFIG_TYPE: explained(
    "The value is of another kind than the key takes.",
    "A number or `true` where a text is wanted, which is to stand in quotes; one value where a list is wanted, or a mapping.",
    "Write what the text says; it shows the value that was there, where that is no secret.",
  ),
  CONFIG_VALUE: explained(
    "The value is of the right kind, but none that the key takes.",
    "A number out of its range, a duration without a unit, a word that is not in the list, an address that is none.",
    "Write what the text says; docs/configuration.md has what each key takes.",
  ),
  CONFIG_COMBINATION: explained(
    "Keys that are right by themselves do not go together, or one needs another that is not there.",
    "A certificate without its key, a text and a file for the same thing, `accepts_packages` without a verifier, a reference to an extension that is not there.",
    "The text names the keys: change or remove one of them, or add the one that is missing.",
  ),
  CONFIG_UNSUPPORTED: explained(
    "The key is one of the Go supervisor's, for what this supervisor does not do.",
    "A file that was written for the Go supervisor.",
    "Take the key out; the text says what to use instead, where there is something (docs/parity.md).",
  ),
};

export const supervisorFileErrors: ErrorArea = {
  title: "supervisor.yaml",
  where:
    "At the end of the line that names file, line, column and key, with exit code 2; in `validate --json`; in `doctor`; after a SIGHUP in the log and in `events`. A file or a proxy that shows to be unusable only when it is used has the code of connections, `TLS_FILE` or `PROXY`.",
  codes: {
    ...codes,
    CONFIG_NEEDS_RESTART: explained(
      "After a SIGHUP: the changed keys cannot be taken while the supervisor runs, so nothing of the changed file is used.",
      "A change of what made the process: addresses, users, storage, capabilities.",
      "Restart the supervisor, or take the change back. docs/commands.md lists what is taken at once.",
    ),
    LOG_OUTPUT: explained(
      "A file that the supervisor is to log to cannot be opened.",
      "`telemetry.logs.output_paths` or `error_output_paths` names a directory that is missing or closed to this user.",
      "Make the directory, or correct the path.",
    ),
  },
};
