import * as z from "zod/mini";

import { agentSection } from "./agent.ts";
import { capabilitiesSection } from "./capabilities.ts";
import { connectionSection } from "./connection.ts";
import { described, dormant, flag, laterMap, laterText, section, text } from "./fields.ts";
import { healthcheckSection } from "./healthcheck.ts";
import { serverSection } from "./server.ts";
import { telemetrySection } from "./telemetry.ts";

const storageSection = section(
  {
    directory: described(
      z.optional(text().check(z.refine((value) => value !== "", { error: "must be the path of a directory" }))),
      {
        description:
          "Where state is kept; made with mode 0700 if it is missing. Default: `/var/lib/otelcol/supervisor`, on Windows `%ProgramData%\\Otelcol\\Supervisor`.",
        "x-type": "string",
      },
    ),
    secrets: z.prefault(
      section(
        {
          key_source: laterText("Where the key comes from that secrets are encrypted with.", ["none"]),
          key_name: dormant("Name of that key."),
        },
        "Encryption of stored secrets.",
      ),
      {},
    ),
  },
  "The state directory.",
);

const gatewaySection = section(
  {
    enabled: flag({ default: false, later: true, description: "`true`: accept other agents." }),
    listen_endpoint: dormant("Where they connect."),
    max_agents: dormant("How many may connect."),
  },
  "Gateway for other agents.",
);

/** `supervisor.yaml`. Key names, rules and defaults are the Go supervisor's where the descriptions do not say otherwise. */
export const supervisorSchema = section(
  {
    server: z.optional(serverSection),
    connection: z.prefault(connectionSection, {}),
    capabilities: z.prefault(capabilitiesSection, {}),
    agent: agentSection,
    storage: z.prefault(storageSection, {}),
    telemetry: z.prefault(telemetrySection, {}),
    healthcheck: z.prefault(healthcheckSection, {}),
    extensions: laterMap("Extensions by id, for `server.auth`."),
    gateway: z.prefault(gatewaySection, {}),
  },
  "Configuration of the supervisor.",
);

export type SupervisorFile = z.output<typeof supervisorSchema>;
