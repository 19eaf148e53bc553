import type { Refusal } from "../agents/fleet.ts";

export interface RefusalAnswer {
  status: number;
  reason: string;
}

export const unknownAgent: RefusalAnswer = { status: 404, reason: "This server does not know such an agent." };

/** How a configuration that cannot be saved is answered. */
export function saveRefusal({ kind }: Refusal): RefusalAnswer {
  if (kind === "unknown-agent") return unknownAgent;
  return { status: 409, reason: "The agent does not accept remote configuration." };
}

/** How a restart that cannot be asked for is answered. */
export function restartRefusal({ kind }: Refusal): RefusalAnswer {
  if (kind === "unknown-agent") return unknownAgent;
  const reason = kind === "away" ? "The agent is not connected." : "The agent does not accept to be restarted.";
  return { status: 409, reason };
}
