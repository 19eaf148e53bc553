import type { FailureCode } from "../../supervisor/apply/failure.ts";
import { type ErrorArea, explained, type Explanation, readOnlyStorage } from "./explanation.ts";

const codes: Readonly<Record<FailureCode, Explanation>> = {
  CONFIG_INVALID: explained(
    "A layer of the configuration makes no sense, or the Collector's own check refuses it.",
    "A key that the component does not have, YAML that cannot be read, a component that this Collector is built without.",
    "The text names the layer, the line and the key: mend it there and offer it again.",
  ),
  CONFIG_CONFLICT: explained(
    "Two files of the remote configuration say different things of one key.",
    "`agent.merge.conflicts` is `fail`, and two parts of the offer overlap.",
    "Leave the key in one of the files that the text names.",
  ),
  CONFIG_LOCKED: explained(
    "Remote content would change what the operator has locked.",
    "A local file with `locked: true` sets the key too.",
    "Take the key out of the remote configuration, or unlock the file.",
  ),
  POLICY_DENIED: explained(
    "The operator's policy does not allow what remote content asks for.",
    "A component, an address, a path or a variable beyond `agent.policy` or `agent.access_dirs`.",
    "`opampsupervisor check-policy` shows what is denied; change the configuration, or the policy on the host.",
  ),
  ADDON_MISSING: explained(
    "The configuration refers to an add-on that is not here.",
    "Nobody offers a package of that name, or it did not come, or it was refused; `agent.package.allowed` has no entry for it.",
    "The text names the variable and the package: offer it beside the configuration (docs/packages.md).",
  ),
  VARIABLE_UNSET: explained(
    "An address to listen on depends on an environment variable that is not set.",
    "The variable is missing in the supervisor's environment and in `agent.env`.",
    "Set it, or give it a default: `${env:NAME:-value}`.",
  ),
  COLLECTOR_EXITED: explained(
    "The Collector ended while it was started, reloaded or watched, and its words are none of those below.",
    "A component that cannot start; a crash of the Collector.",
    "The text has the Collector's last words; the end of `agent.log` has more.",
  ),
  COLLECTOR_KILLED: explained(
    "Something outside the supervisor ended the Collector with a signal.",
    "An administrator, another service manager, a memory limit of a container.",
    "Find out who sends signals; `opampsupervisor retry` tries the configuration again.",
  ),
  OUT_OF_MEMORY: explained(
    "The kernel ended the Collector for want of memory.",
    "The configuration needs more than the host or the container has.",
    "Give it more memory, or add `memory_limiter` and smaller batches and queues.",
  ),
  PORT_IN_USE: explained(
    "An address to listen on is taken.",
    "Another program, or a second Collector, listens there; the text names who, where the system tells.",
    "Free the port or use another one, then `opampsupervisor retry`.",
  ),
  ADDRESS_UNAVAILABLE: explained(
    "This machine does not have an address to listen on, or a name in its place has none.",
    "An address of another host, an interface that is down, a name that DNS does not know.",
    "Use an address of this machine, `localhost` or `0.0.0.0`.",
  ),
  ADDRESS_TWICE: explained(
    "One address would be listened on twice within the configuration.",
    "Two receivers or extensions have the same endpoint.",
    "Give one of those that the text names another port.",
  ),
  NO_FLOW: explained(
    "The configuration works, and no data gets through any more that did before.",
    "A filter that drops everything, a receiver or an exporter that leads elsewhere; `agent.flow_guard` is `rollback`.",
    "The text names the pipelines: mend them, or set `agent.flow_guard` to `warn`.",
  ),
  VERSION_MISMATCH: explained(
    "The Collector says of itself that it is another version than the one that was to run.",
    "A package with the wrong program; a configuration that sets `service.version`.",
    "Offer the file of that version.",
  ),
  PACKAGE_LOST: explained(
    "The program of a package is not there any more as it was installed, or cannot be read at the moment.",
    "Somebody has removed or changed it in the storage directory.",
    "What was before it runs; where the server still offers the package, it is fetched again.",
  ),
  FILE_MISSING: explained(
    "A file that the configuration names is not there.",
    "A certificate, a key or a token that is not on this host, a path for another system.",
    "Put the file there, or correct the path.",
  ),
  PERMISSION_DENIED: explained(
    "The Collector may not do what the configuration asks for.",
    "A port below 1024, a file of another user, a sandbox of the service manager.",
    "Give its user the right, or change the configuration.",
  ),
  DISK_FULL: explained(
    "There is no room left on the disk of the storage directory.",
    "Other files, or a quota.",
    "Make room, then `opampsupervisor retry`.",
  ),
  STORAGE_READ_ONLY: readOnlyStorage,
  UNHEALTHY: explained(
    "The Collector runs and says that it cannot work.",
    "A component reports an error that will not pass.",
    "The text has its words; mend what the component complains of.",
  ),
  BACKEND_UNAVAILABLE: explained(
    "All that the Collector complains of are peers that it sends to.",
    "A backend that is down, an address or credentials that are wrong.",
    "Check the exporters' endpoints and the network, then `opampsupervisor retry`.",
  ),
  TIMEOUT: explained(
    "No proof that the configuration works came in time.",
    "A component that hangs at its start; a very slow host.",
    "See `agent.log`; raise `agent.config_apply_timeout` where the start takes that long.",
  ),
  EXECUTABLE: explained(
    "The Collector's executable cannot be run.",
    "It was removed or replaced, is not executable, or is none for this system.",
    "Put it back where `agent.executable` points; it is started as soon as it is there.",
  ),
  REJECTED: explained(
    "It was tried before and failed; the text holds that reason.",
    "The same configuration was offered again.",
    "Mend what the reason says, or have it tried again with `opampsupervisor retry`.",
  ),
  ROLLED_BACK: explained(
    "An operator has gone back from it.",
    "`opampsupervisor rollback`, or `packages rollback`, on the host.",
    "`opampsupervisor retry` on the host, or another hash, has it tried again.",
  ),
  INTERRUPTED: explained(
    "The supervisor ended in the middle of its trial three times.",
    "The host was restarted, or the configuration takes the whole host down.",
    "Look at what ended the supervisor; `opampsupervisor retry` tries it again.",
  ),
  INTERNAL: explained(
    "Something of the supervisor's own went wrong.",
    "A file that could not be written; a mistake in the supervisor.",
    "The text has more. `opampsupervisor diagnose` makes an archive for a bug report.",
  ),
};

export const configurationErrors: ErrorArea = {
  title: "Configurations",
  where:
    "In the status of the remote configuration (FAILED), in health, in `status` and `events`; of a program that a package has brought, in the status of the package. A text that begins with `withdrawn:` takes an APPLIED back.",
  codes,
};
