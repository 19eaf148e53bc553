import type { SupervisorConfig } from "../../config/types.ts";

/** What the operator is told at the start where a server may send any configuration; `undefined` where it may not. */
export function unboundedWarning({
  server,
  capabilities,
  agent,
}: Pick<SupervisorConfig, "server" | "capabilities" | "agent">): string | undefined {
  if (server === undefined || !capabilities.acceptsRemoteConfig || agent.policy !== undefined) return undefined;
  return "Nothing bounds what a remote configuration may do: there is no agent.policy";
}
