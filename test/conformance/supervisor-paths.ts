import { build } from "../../scripts/build.ts";
import { getCollector } from "../../scripts/get-collector.ts";
import type { SupervisorPaths } from "./subject/our-supervisor.ts";

/** What the test command has built and found, or what is built and found now. */
export async function supervisorPaths(): Promise<SupervisorPaths> {
  return {
    executable: process.env["OPAMPSUPERVISOR_EXECUTABLE"] ?? (await build()).path,
    collector: process.env["OTELCOL"] ?? (await getCollector()),
  };
}
