import { z } from "zod";

import type { AgentToServer } from "../../../src/opamp/wire/messages.ts";

/** The custom capability of the supervisor; its messages are described in docs/server-view.md. */
export const supervisorCapability = "io.opentelemetry.opampsupervisor";

/** Far more than a status has, bytes. */
const mostBytes = 64 * 1024;

const moment = z.iso.datetime();
const rates = z.object({ accepted: z.number(), refused: z.number(), sent: z.number(), failed: z.number() });

/** What of a status is shown; keys that are not known are passed over. */
const status = z.object({
  at: moment,
  collector: z.object({
    state: z.string(),
    since: moment.optional(),
    deathsInARow: z.number().default(0),
    deaths: z
      .array(
        z.object({
          at: moment,
          how: z.string(),
          outOfMemory: z.boolean().default(false),
          configuration: z.string().default(""),
          version: z.string().default(""),
        }),
      )
      .default([]),
    nextTryAt: moment.optional(),
    usage: z.object({ memoryBytes: z.number(), cpuPercent: z.number() }).optional(),
    flow: z
      .object({
        cpu: z.number().optional(),
        memoryBytes: z.number().optional(),
        pipelines: z.record(z.string(), rates),
        queues: z.record(z.string(), z.number()).default({}),
      })
      .optional(),
  }),
  configuration: z.object({ running: z.string().optional(), fallback: z.boolean().default(false) }),
  certificate: z.object({ subject: z.string(), notAfter: moment }).optional(),
  certificates: z.array(z.object({ section: z.string(), subject: z.string(), notAfter: moment })).default([]),
  outage: z.object({ at: moment, durationMs: z.number().optional(), by: z.string().optional() }).optional(),
  hold: z
    .object({
      since: moment,
      until: moment.optional(),
      reason: z.string().default(""),
      waiting: z.array(z.string()).default([]),
    })
    .optional(),
});

/** How a supervisor and its Collector are, by its own word. Times are ISO 8601, rates items in a second, queues from 0 to 1. */
export type SupervisorStatus = z.output<typeof status>;

/** The status in a message of an agent; nothing where there is none, or none that can be read. */
export function supervisorStatusIn({ customMessage }: AgentToServer): SupervisorStatus | undefined {
  if (customMessage?.capability !== supervisorCapability || customMessage.type !== "status") return undefined;
  const data = customMessage.data ?? new Uint8Array();
  if (data.length > mostBytes) return undefined;
  try {
    return status.safeParse(JSON.parse(new TextDecoder().decode(data))).data;
  } catch {
    return undefined;
  }
}
