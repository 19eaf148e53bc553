import * as z from "zod/mini";

import { env, executable, runAs } from "./collector-process.ts";
import {
  described,
  duration,
  flag,
  impossibleText,
  section,
  switchableDuration,
  text,
  textList,
  textMap,
  wholeNumber,
  withDefault,
} from "./fields.ts";
import { configFile, lockedFile } from "./layer-file.ts";
import { logRotation } from "./log-rotation.ts";
import { mergeSection } from "./merge.ts";
import { otherConnections } from "./other-connections.ts";
import { packageSection } from "./package.ts";
import { accessDirs, policySection } from "./policy.ts";

const positive = "must be positive";

/** The client in the extension dials TCP, whatever scheme its endpoint has (v0.149.0, the newest that can be had). */
const noSocket =
  "is not supported: the Collector's opamp extension (v0.149.0) connects over TCP only; leave it out, the supervisor's port listens on 127.0.0.1 and lets nobody in but its own Collector";

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
          "What the Collector's configuration is made of, later entries over earlier ones: paths of local files, `file:` URIs, `env:NAME` for a variable that holds the text, and three special names. `$OWN_TELEMETRY_CONFIG` comes first, `$OPAMP_EXTENSION_CONFIG` and `$REMOTE_CONFIG` last, unless they are named. Files are read at the start, with each offer, and when SIGHUP or `watch_config_files` says so; a restart of the Collector goes on with what was read.",
      }),
      watch_config_files: flag({
        default: false,
        description:
          "Bring changes of `config_files`, `locked_files` and `startup_fallback_configs` into force without being asked, once such a file has been at rest for some seconds. Otherwise SIGHUP does it, or the next offer.",
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
      flow_guard: described(
        withDefault(z.enum(["off", "warn", "rollback"], { error: "must be one of off, warn, rollback" }), "warn"),
        {
          description:
            "Compare what the Collector's pipelines accept and send after a change with what they did before, by its own metrics, which it brings to the supervisor over a reader of its own. A pipeline through which data flowed all the time, and that lets none through any more, is told in the log, in `status` and to the server (`warn`), or has a change that can have caused it withdrawn within `config_probation` as well (`rollback`). `off`: there is no such reader. It needs metrics (`service::telemetry::metrics::level` is not `none`).",
          "x-type": "string",
        },
      ),
      flow_guard_interval: duration({
        default: "10s",
        min: "1s",
        error: "must be at least 1s",
        description:
          "How often the Collector brings these metrics. Data that came in three intervals in a row is expected to go on coming; what is missing in three or four in a row is told.",
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
          "A Collector that lives and has lost its connection to the supervisor for so long is stuck, and is restarted; so is one that was started again and never connects, where `config_apply_timeout` counts if it is longer. `0s`: never.",
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
