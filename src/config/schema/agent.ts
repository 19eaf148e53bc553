import * as z from "zod/mini";

import {
  described,
  duration,
  flag,
  impossibleText,
  names,
  plain,
  section,
  switchableDuration,
  text,
  textList,
  textMap,
  wholeNumber,
  withDefault,
} from "./fields.ts";
import { mergeSection } from "./merge.ts";
import { otherConnections } from "./other-connections.ts";
import { packageSection } from "./package.ts";
import { accessDirs, policySection } from "./policy.ts";

const specialFiles = ["$OWN_TELEMETRY_CONFIG", "$OPAMP_EXTENSION_CONFIG", "$REMOTE_CONFIG"];
const positive = "must be positive";

/** The client in the extension dials TCP, whatever scheme its endpoint has (v0.149.0, the newest that can be had). */
const noSocket =
  "is not supported: the Collector's opamp extension (v0.149.0) connects over TCP only; leave it out, the supervisor's port listens on 127.0.0.1 and lets nobody in but its own Collector";

const executable = described(
  text().check(
    z.superRefine((value, context) => {
      const [, name] = /^\$([A-Za-z_]\w*)/.exec(value) ?? [];
      let message: string | undefined;
      if (value === "") message = "must be specified";
      else if (name !== undefined) message = `\`$${name}\` is not expanded; write \${env:${name}}`;
      if (message !== undefined) context.addIssue({ code: "custom", message, params: plain("").params });
    }),
  ),
  {
    description: "Path of the Collector binary; a relative one counts from the working directory.",
    "x-type": "string",
  },
);

const configFile = text().check(
  z.superRefine((value, context) => {
    const issue = (message: string, isWhole = false): void =>
      context.addIssue({ code: "custom", message, params: isWhole ? plain("").params : {} });
    if (value === "") {
      issue("must be the path of a file");
    } else if (value.startsWith("$") && !specialFiles.includes(value)) {
      const choice = `Must be one of [${specialFiles.join(" ")}]`;
      issue(`agent::config_files contains invalid special file: ${JSON.stringify(value)}. ${choice}`, true);
    }
  }),
);

const lockedFile = text().check(
  z.refine((value) => value !== "", { error: "must be the path of a file" }),
  z.refine((value) => !value.startsWith("$"), { error: "only local files can be locked" }),
);

const env = described(
  withDefault(
    z
      .record(z.string(), text(), { error: "must be a mapping of strings" })
      .check(
        names((name) =>
          name === "" || name.includes("=") ? "the name of a variable must not be empty or contain `=`" : undefined,
        ),
      ),
    {},
  ),
  {
    description:
      "Variables of the Collector, over those of the supervisor, which it inherits but for what is meant for the supervisor alone: variables of the runtime in its executable (`BUN_*`, `NODE_OPTIONS` and the like) and the service manager's words to it (`NOTIFY_SOCKET`, `LISTEN_FDS` and the like). No message and no log line shows the values.",
    "x-type": "mapping of strings",
  },
);

/** Names as systems take them, or numbers; a `$` ends the names of machines. */
const accountName = "[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?";

const runAs = described(
  z.optional(
    text().check(
      z.refine((value) => value === "" || new RegExp(`^${accountName}(?::${accountName})?$`).test(value), {
        error: "must be user or user:group",
      }),
    ),
  ),
  {
    description:
      "`user` or `user:group`, names or numbers, as whom the Collector and every other run of its binary takes place (Linux; the supervisor must be root or have CAP_SETUID, CAP_SETGID, CAP_CHOWN and CAP_KILL). A user alone brings its groups along; a group that is named is the only one. `HOME`, `USER` and `LOGNAME` are set to fit, the rest of the environment stays. Default: as whom the supervisor runs.",
    "x-type": "string",
  },
);

/** What `uuid.Parse` of the Go supervisor takes: with hyphens, without, in braces, as a URN. */
const uuid =
  /^(?:(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}|[0-9a-f]{32})$/i;

const description = () =>
  section(
    {
      identifying_attributes: textMap({
        description: "Identifying attributes added to what the Collector says of itself, or replacing it.",
      }),
      non_identifying_attributes: textMap({
        description: "Other attributes added to what the Collector says of itself, or replacing it.",
      }),
      include_resource_attributes: flag({
        default: false,
        description: "Let the Collector add its resource attributes to its description.",
      }),
    },
    "What the server is told of the Collector.",
  );

const logRotation = () =>
  section(
    {
      max_size_mib: wholeNumber({
        default: 16,
        min: 0,
        max: 1024 * 1024,
        error: "must be between 0 and 1048576",
        description:
          "Size in MiB above which `agent.log` is put away as `agent.log.1`, without losing or splitting a line: the Collector, which writes to the file itself, stands still for some milliseconds meanwhile. On macOS and Windows it is put away only before a start of the Collector. `0`: never.",
      }),
      max_files: wholeNumber({
        default: 3,
        min: 1,
        max: 1000,
        error: "must be between 1 and 1000",
        description:
          "How many old ones are kept. Together with `agent.log`, and the copy that is made while it is put away, they take up to `max_size_mib` times `max_files` + 2, and what the Collector writes between two looks at the size, at most 10 s apart.",
      }),
    },
    "When `agent.log` is put away.",
  );

export const agentSection = () =>
  section(
    {
      executable,
      args: textList({ description: "Arguments for the Collector, after those that the supervisor gives." }),
      env,
      run_as: runAs,
      config_files: textList({
        item: configFile,
        description:
          "What the Collector's configuration is made of, later entries over earlier ones: paths of local files, `file:` URIs, `env:NAME` for a variable that holds the text, and three special names. `$OWN_TELEMETRY_CONFIG` comes first, `$OPAMP_EXTENSION_CONFIG` and `$REMOTE_CONFIG` last, unless they are named.",
      }),
      locked_files: textList({
        item: lockedFile,
        description:
          "Local files, named as in `config_files`, that remote content may not override: a remote configuration that says something else of what they say is refused. A component or a pipeline of theirs is locked as a whole. Those that `config_files` does not name are laid over the others.",
      }),
      merge: z.prefault(mergeSection(), {}),
      other_connections: otherConnections,
      access_dirs: accessDirs(),
      policy: z.optional(policySection()),
      instance_id: described(
        z.optional(
          text().check(z.refine((value) => value === "" || uuid.test(value.trim()), { error: "must be a UUID" })),
        ),
        {
          description:
            "UUID under which the Collector is first known to the server; `${env:X}` and `${file:P}` take it from a variable or a file, which must hold one then. An id in the storage directory wins over it, but on a copied disk ([identity](identity.md)). Default: a new one.",
          "x-type": "string",
        },
      ),
      description: z.prefault(description(), {}),
      bootstrap_timeout: duration({
        default: "10s",
        error: positive,
        description:
          "Longest wait for a Collector that is not known yet to describe itself. It is asked once for each binary, not at every start, so a long wait costs only where it is needed: a first start from a cold disk can take more than the Go supervisor's 3s.",
      }),
      config_apply_timeout: duration({
        default: "5s",
        error: "must be valid duration, above zero",
        description:
          "Longest wait for the proof that a new configuration runs. The outcome is told as soon as it is known.",
      }),
      orphan_detection_interval: duration({
        default: "5s",
        error: positive,
        description:
          "How often the Collector looks whether its supervisor is still there. (v0.149.0 does not act on what it finds; what ends the Collector with its supervisor does not depend on it.)",
      }),
      opamp_server_port: wholeNumber({
        default: 0,
        min: 0,
        max: 65535,
        error: "must be a valid port number, 0 to 65535",
        description: "Port on 127.0.0.1 to which the Collector connects. `0`: any free one.",
      }),
      collector_crash_log_snippet_kib: wholeNumber({
        default: 8,
        min: 0,
        max: 1024,
        error: "must be between 0 and 1024",
        description: "How much of the end of the Collector's log a failure report holds, in KiB. `0`: nothing.",
      }),
      passthrough_logs: flag({
        default: false,
        description:
          "Write the Collector's output to the supervisor's log, under the logger `collector`, instead of `agent.log`. Its JSON lines keep their level, time, message and fields, whatever `telemetry::logs::level` is; other lines of its standard output become messages of level `info`, those of its standard error `error`. A line is cut after 64 KiB, and where the log cannot be written for two seconds, lines are dropped and counted.",
      }),
      log_rotation: z.prefault(logRotation(), {}),
      validate_config: flag({
        default: true,
        description:
          "Have the Collector's own check look at each configuration before the Collector that runs is touched. The Go supervisor's default is `false`; a bad configuration then costs an outage.",
      }),
      automatic_config_rollback: flag({
        default: true,
        description:
          "Return to the last good configuration when a new one fails. The Go supervisor's default is `false`: what fails stays.",
      }),
      config_probation: switchableDuration({
        default: "1m",
        min: "1s",
        description:
          "How long a new configuration is watched after it was reported as applied. One that makes the Collector exit or turn permanently unhealthy within this time is withdrawn. `0s`: it is not watched.",
      }),
      use_hup_config_reload: described(z.optional(z.boolean({ error: "must be true or false" })), {
        description:
          "Reload the Collector with SIGHUP where that is enough, and restart it where the reload does not prove itself: its receivers are away for half the time. `false`: restarts only. Default: `true`, but not on Windows, which has no such signal.",
        "x-type": "boolean",
      }),
      on_empty_remote_config: described(
        withDefault(z.enum(["stop", "keep_local"], { error: "must be one of stop, keep_local" }), "stop"),
        {
          description:
            "What an empty remote configuration means: the Collector is stopped on purpose, or it runs with the other layers alone.",
          "x-type": "string",
        },
      ),
      liveness_timeout: switchableDuration({
        default: "3m",
        min: "5s",
        description:
          "A Collector that lives and has lost its connection to the supervisor for so long is stuck, and is restarted. `0s`: never.",
      }),
      restart_unhealthy: flag({
        default: false,
        description: "Restart a Collector also when it has reported itself unhealthy for `liveness_timeout`.",
      }),
      startup_fallback_configs: textList({
        item: text().check(z.refine((value) => value !== "", { error: "must be the path of a file" })),
        description:
          "Files of the Collector's configuration, later ones over earlier ones, in place of all other layers: until the server is reached for the first time, where no remote configuration has ever come; and whenever nothing else can be composed. Without a section `server`, only the latter.",
      }),
      fallback: z.prefault(
        section(
          {
            after: switchableDuration({
              default: "0s",
              min: "1s",
              description:
                "Run `startup_fallback_configs` too when the server has not been reached for so long. `0s`: never; what is in force goes on.",
            }),
          },
          "When the server is away.",
        ),
        {},
      ),
      opamp_server_socket: z.prefault(
        section(
          {
            transport: impossibleText("`unix` or `npipe`.", noSocket),
            endpoint: impossibleText("Path of the socket.", noSocket),
          },
          "Local socket for the Collector in place of a port.",
        ),
        {},
      ),
      opamp_server_socket_mode: impossibleText("Permissions of the socket, octal.", noSocket),
      package: z.prefault(packageSection(), {}),
    },
    "The Collector.",
  );
