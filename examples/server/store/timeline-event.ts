import { z } from "zod";

import { packagePhases } from "../packages/package-report.ts";

/** What can happen to an agent, as the timeline keeps it. Hashes are hexadecimal. */
export const timelineEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("connected") }),
  z.object({ kind: z.literal("disconnected") }),
  /** The server ended without a word while the agent was connected. */
  z.object({ kind: z.literal("server-restarted") }),
  z.object({ kind: z.literal("configuration-saved"), hash: z.string() }),
  z.object({ kind: z.literal("configuration-offered"), hash: z.string() }),
  z.object({
    kind: z.literal("configuration-status"),
    hash: z.string(),
    status: z.enum(["UNSET", "APPLIED", "APPLYING", "FAILED"]),
    error: z.string(),
  }),
  z.object({ kind: z.literal("effective-configuration") }),
  z.object({ kind: z.literal("health"), healthy: z.boolean(), status: z.string(), error: z.string() }),
  z.object({ kind: z.literal("restart-requested") }),
  /** The agent runs, which it did not before; ISO 8601. */
  z.object({ kind: z.literal("started"), startedAt: z.string() }),
  /** The agent runs since another moment than before; ISO 8601. */
  z.object({ kind: z.literal("restarted"), startedAt: z.string() }),
  /** The agent has another uid than before. */
  z.object({ kind: z.literal("moved"), from: z.string() }),
  /** Settings of a connection, by its name for people, are to be other ones, or are not offered any more. */
  z.object({ kind: z.literal("settings-saved"), connection: z.string() }),
  z.object({ kind: z.literal("settings-withdrawn"), connection: z.string() }),
  z.object({ kind: z.literal("settings-offered"), hash: z.string() }),
  z.object({
    kind: z.literal("settings-status"),
    hash: z.string(),
    status: z.enum(["UNSET", "APPLIED", "APPLYING", "FAILED"]),
    error: z.string(),
  }),
  z.object({ kind: z.literal("certificate-requested") }),
  z.object({ kind: z.literal("certificate-denied"), error: z.string() }),
  z.object({ kind: z.literal("certificate-issued"), serial: z.string() }),
  z.object({ kind: z.literal("certificate-revoked"), serial: z.string() }),
  z.object({ kind: z.literal("package-chosen"), package: z.string(), version: z.string() }),
  z.object({ kind: z.literal("package-withdrawn"), package: z.string() }),
  z.object({ kind: z.literal("packages-offered"), hash: z.string() }),
  /** The agent is so far with the version that it was offered. */
  z.object({
    kind: z.literal("package-status"),
    package: z.string(),
    version: z.string(),
    phase: z.enum(packagePhases),
    error: z.string(),
  }),
  z.object({ kind: z.literal("version"), from: z.string(), to: z.string() }),
]);

export type TimelineEvent = z.infer<typeof timelineEvent>;

/** An event and its moment, ISO 8601. */
export type TimelineEntry = TimelineEvent & { at: string };
