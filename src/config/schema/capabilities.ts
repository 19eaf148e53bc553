import * as z from "zod/mini";

import { described, flag, section } from "./fields.ts";

export const capabilitiesSection = () =>
  section(
    {
      accepts_remote_config: flag({ default: false, description: "Take configurations from the server." }),
      reports_remote_config: described(z.optional(z.boolean({ error: "must be true or false" })), {
        description:
          "Tell the server the outcome of each remote configuration. Default: as `accepts_remote_config`; leave it unset.",
        "x-type": "boolean",
      }),
      reports_effective_config: flag({ default: true, description: "Tell the server which configuration runs." }),
      reports_own_metrics: flag({
        default: true,
        description: "Let the server say where the Collector sends its own metrics.",
      }),
      reports_own_logs: flag({
        default: false,
        description: "Let the server say where the Collector sends its own logs.",
      }),
      reports_own_traces: flag({
        default: false,
        description: "Let the server say where the Collector sends its own traces.",
      }),
      reports_health: flag({ default: true, description: "Tell the server how the Collector is." }),
      reports_heartbeat: flag({ default: true, description: "Send heartbeats to the server." }),
      reports_available_components: flag({
        default: true,
        description: "Tell the server which components the Collector has.",
      }),
      accepts_restart_command: flag({ default: false, description: "Restart the Collector on command of the server." }),
      accepts_opamp_connection_settings: flag({
        default: false,
        description: "Let the server change the connection to it.",
      }),
      accepts_other_connection_settings: flag({
        default: false,
        description: "Let the server say where the connections of `agent.other_connections` go.",
      }),
      reports_connection_settings_status: flag({
        default: false,
        description: "Tell the server the outcome of offered connection settings.",
      }),
      accepts_packages: flag({
        default: false,
        description:
          "Take packages from the server: it upgrades and downgrades the Collector. `agent.package.verifier` must say who vouches for them.",
      }),
      accepts_supervisor_package: flag({
        default: false,
        description:
          "Take packages of the supervisor itself, named `supervisor`: the server upgrades it. `agent.package.verifier` must say who vouches for them.",
      }),
      reports_package_statuses: described(z.optional(z.boolean({ error: "must be true or false" })), {
        description:
          "Tell the server what became of each package. Default: where packages of some kind are taken; leave it unset.",
        "x-type": "boolean",
      }),
    },
    "What the server may do and is told. That the supervisor reports its status is always on.",
  );
