import * as z from "zod/mini";

import { agentSection } from "./agent.ts";
import { capabilitiesSection } from "./capabilities.ts";
import { connectionSection } from "./connection.ts";
import { described, dormant, flag, section, withDefault } from "./fields.ts";
import { healthcheckSection } from "./healthcheck.ts";
import { serverSection } from "./server.ts";
import { storageSection } from "./storage.ts";
import { type TelemetryParts, telemetrySection } from "./telemetry.ts";

const gatewaySection = () =>
  section(
    {
      enabled: flag({ default: false, later: true, description: "`true`: accept other agents." }),
      listen_endpoint: dormant("Where they connect."),
      max_agents: dormant("How many may connect."),
    },
    "Gateway for other agents.",
  );

/** What stands in it depends on the type of each: `extensions.ts` has the sections, which only a file with extensions needs. */
const extensionMap = described(withDefault(z.record(z.string(), z.unknown(), { error: "must be a mapping" }), {}), {
  description: "Extensions by id, `type` or `type/name`, for `server.auth`.",
  "x-type": "mapping",
});

/**
 * `supervisor.yaml`. Key names, rules and defaults are the Go supervisor's where the descriptions do not say otherwise.
 * Made anew by each call, as its sections are: it is needed once, and would take half a megabyte for as long as the
 * supervisor runs.
 *
 * @param telemetry what is known of the parts of `telemetry` that most files do not have. Default: nothing.
 */
export const supervisorSchema = (telemetry?: TelemetryParts) =>
  section(
    {
      server: z.optional(serverSection()),
      connection: z.prefault(connectionSection(), {}),
      capabilities: z.prefault(capabilitiesSection(), {}),
      agent: agentSection(),
      storage: z.prefault(storageSection(), {}),
      telemetry: z.prefault(telemetrySection(telemetry), {}),
      healthcheck: z.prefault(healthcheckSection(), {}),
      extensions: extensionMap,
      gateway: z.prefault(gatewaySection(), {}),
    },
    "Configuration of the supervisor.",
  );

export type SupervisorFile = z.output<ReturnType<typeof supervisorSchema>>;
