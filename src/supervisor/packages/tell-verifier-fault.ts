import type { SupervisorConfig } from "../../config/types.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";

export interface TellVerifierFaultOptions {
  config: Pick<SupervisorConfig, "agent" | "capabilities">;
  runtime: Pick<Runtime, "files" | "processes">;
  log: Log;
}

/** Says at the start, and not when a package is offered, that the operator's keys or trusted root cannot be used. Never rejects. */
export async function tellVerifierFault({ config, runtime, log }: TellVerifierFaultOptions): Promise<void> {
  const { verifier } = config.agent.package;
  if (!config.capabilities.acceptsPackages || verifier === undefined || verifier.type === "none") return;
  const { verifierFault } = await import("../../packages/trust/verify.ts");
  const fault = await verifierFault(verifier, runtime);
  if (fault === undefined) return;
  log.error("No package can be verified: agent::package::verifier cannot be used", { reason: fault });
}
