import type { Area } from "./finding.ts";

export interface CodeFacts {
  area: Area;
  severity: "note" | "warning" | "error";
  /** What to do about it. */
  action: string;
}

/** Everything that `doctor` can find, by its stable code. */
export const codes = {
  CONFIG_FILE: { area: "configuration", severity: "error", action: "name a text file that this user may read" },
  CONFIG_SYNTAX: { area: "configuration", severity: "error", action: "correct the YAML at this place" },
  CONFIG_REFERENCE: {
    area: "configuration",
    severity: "error",
    action: "correct the reference, or put there what it names",
  },
  CONFIG_UNKNOWN_KEY: { area: "configuration", severity: "error", action: "use the key that is meant, or take it out" },
  CONFIG_MISSING_KEY: { area: "configuration", severity: "error", action: "add the key" },
  CONFIG_TYPE: { area: "configuration", severity: "error", action: "write a value of the kind that is named" },
  CONFIG_VALUE: { area: "configuration", severity: "error", action: "write a value that is taken" },
  CONFIG_COMBINATION: { area: "configuration", severity: "error", action: "change one of the keys that are named" },
  CONFIG_UNSUPPORTED: { area: "configuration", severity: "error", action: "take the key out" },
  CONFIG_WARNING: { area: "configuration", severity: "warning", action: "look whether this is meant" },
  EXECUTABLE: { area: "executable", severity: "error", action: "set agent.executable to the Collector's binary" },
  WRONG_ARCHITECTURE: {
    area: "executable",
    severity: "error",
    action: "install the Collector's build for this machine",
  },
  CANNOT_EXECUTE: { area: "executable", severity: "error", action: "make the file one that this machine can run" },
  COLLECTOR_SILENT: { area: "executable", severity: "error", action: "run it with --version by hand" },
  RUN_AS: { area: "executable", severity: "error", action: "correct agent.run_as, or the rights that it needs" },
  RUN_AS_DIRECTORY: {
    area: "executable",
    severity: "note",
    action: "start the supervisor in a directory that this user may enter, where the Collector needs one",
  },
  NO_OPAMP_EXTENSION: {
    area: "extension",
    severity: "error",
    action: "use a Collector that is built with the opamp extension, such as the contrib distribution",
  },
  EXTENSION_UNKNOWN: {
    area: "extension",
    severity: "note",
    action: "look at `components` of the Collector by hand, where it is a start script too",
  },
  TIES_OFF: {
    area: "ties",
    severity: "warning",
    action: "allow the supervisor what its system forbids (FFI: MemoryDenyWriteExecute, seccomp)",
  },
  ORPHANS_LEFT: { area: "ties", severity: "warning", action: "run the container with an init (docker run --init)" },
  STORAGE_UNUSABLE: {
    area: "storage",
    severity: "error",
    action: "give the supervisor's user the right to write there, or set storage.directory to another place",
  },
  STORAGE_READ_ONLY: {
    area: "storage",
    severity: "error",
    action: "set storage.directory to a place that can be written, or mount it so",
  },
  STORAGE_FULL: { area: "storage", severity: "error", action: "free some space" },
  STORAGE_LOW: { area: "storage", severity: "warning", action: "free some space, or watch it" },
  STORAGE_OPEN: { area: "storage", severity: "warning", action: "chmod 700 the directory, 600 its files" },
  STORAGE_OWNER: {
    area: "storage",
    severity: "warning",
    action: "chown it to the user that runs the supervisor, and ask doctor as that user",
  },
  STORAGE_ODD: { area: "storage", severity: "warning", action: "move it away" },
  STORAGE_SET_ASIDE: {
    area: "storage",
    severity: "note",
    action: "look at it, and remove it when it is of no use any more",
  },
  STORAGE_KEY: { area: "storage", severity: "error", action: "correct storage.secrets" },
  COLLECTOR_CONFIG: {
    area: "collector",
    severity: "error",
    action: "correct the layer that is named; `opampsupervisor validate` checks the whole",
  },
  PORT_IN_USE: { area: "ports", severity: "error", action: "end the process that has it, or choose another port" },
  ADDRESS_UNAVAILABLE: { area: "ports", severity: "error", action: "choose an address that this machine has" },
  ADDRESS_TWICE: { area: "ports", severity: "error", action: "give one of the two another port" },
  NAME_UNKNOWN: { area: "name", severity: "error", action: "check the host in the address, and the name service" },
  UNREACHABLE: { area: "connection", severity: "error", action: "check host and port, the server, and firewalls" },
  NO_ANSWER: { area: "connection", severity: "warning", action: "check that an OpAMP server listens there" },
  PROXY_INVALID: { area: "connection", severity: "error", action: "correct the address of the proxy" },
  PROXY_FAILED: {
    area: "connection",
    severity: "error",
    action: "check the proxy, its credentials, and NO_PROXY",
  },
  OFFERED_SETTINGS: {
    area: "connection",
    severity: "note",
    action: "`opampsupervisor status` tells how that connection is",
  },
  UNENCRYPTED: { area: "connection", severity: "warning", action: "use wss or https" },
  TLS_FILE: { area: "tls", severity: "error", action: "correct the section that is named and the file in it" },
  TLS_HANDSHAKE: { area: "tls", severity: "error", action: "check scheme, port, versions and the client certificate" },
  TLS_NOT_VERIFIED: { area: "tls", severity: "warning", action: "take insecure_skip_verify out; use ca_file" },
  CERTIFICATE_EXPIRED: { area: "tls", severity: "error", action: "renew the certificate" },
  CERTIFICATE_NOT_YET_VALID: { area: "tls", severity: "error", action: "set the clock of this machine" },
  CERTIFICATE_ENDS_SOON: { area: "tls", severity: "warning", action: "renew the certificate in time" },
  CERTIFICATE_NAME: {
    area: "tls",
    severity: "error",
    action: "use the name in the certificate, or set server.tls.server_name_override",
  },
  CERTIFICATE_UNTRUSTED: {
    area: "tls",
    severity: "error",
    action: "set server.tls.ca_file to the authority that has issued it",
  },
  CLOCK_SKEW: { area: "clock", severity: "warning", action: "set the clock, best by NTP" },
  CLOCK_WRONG: { area: "clock", severity: "error", action: "set the clock, best by NTP" },
  NO_CREDENTIALS: { area: "auth", severity: "error", action: "correct the extension that server.auth names" },
  CREDENTIALS_REFUSED: {
    area: "auth",
    severity: "error",
    action: "check server.headers, server.auth and the client certificate",
  },
  SERVER_REFUSES: { area: "auth", severity: "error", action: "check path and scheme of server.endpoint" },
  UNIT_NONE: { area: "unit", severity: "note", action: "install a unit where systemd is to run the supervisor" },
  UNIT_UNREADABLE: { area: "unit", severity: "error", action: "name a unit that is there" },
  UNIT_OTHER_CONFIG: { area: "unit", severity: "note", action: "ask doctor with the configuration of the unit" },
  UNIT_TYPE: { area: "unit", severity: "note", action: "set Type=notify-reload, or Type=notify before systemd 253" },
  UNIT_RESTART: { area: "unit", severity: "warning", action: "set Restart=always" },
  UNIT_KILL_MODE: {
    area: "unit",
    severity: "warning",
    action: "take KillMode out, so that all of the service is ended",
  },
  UNIT_NOTIFY_ACCESS: { area: "unit", severity: "error", action: "set NotifyAccess=all" },
  UNIT_MEMORY: { area: "unit", severity: "note", action: "leave MemoryDenyWriteExecute out" },
  UNIT_OOM_POLICY: { area: "unit", severity: "warning", action: "set OOMPolicy=continue" },
  UNIT_STORAGE: {
    area: "unit",
    severity: "error",
    action: "set StateDirectory= or ReadWritePaths= to the storage directory",
  },
  UNIT_DELEGATE: { area: "unit", severity: "note", action: "leave Delegate out" },
} as const satisfies Readonly<Record<string, CodeFacts>>;
