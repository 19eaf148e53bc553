import { z } from "zod";

import type { AgentState } from "../../../src/opamp/server/server.ts";
import { attributesOf, type AttributeValue } from "../agents/attribute.ts";

/** Whose requests are approved without a person; each rule but the first includes renewals. */
export const approvalRule = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("nobody") }),
  /** Agents that show a certificate of theirs that is in force. */
  z.object({ kind: z.literal("renewals") }),
  /** Agents that this server had heard of when the rule was made. */
  z.object({ kind: z.literal("known"), uids: z.array(z.string()) }),
  z.object({ kind: z.literal("attribute"), key: z.string(), value: z.string() }),
  z.object({ kind: z.literal("everybody") }),
]);

export type ApprovalRule = z.infer<typeof approvalRule>;

export interface Applicant {
  uid: string;
  state: AgentState;
  /** Whether the connection has shown a certificate in force that was issued to this agent. */
  proved: boolean;
  /** Whether the agent's last certificate was revoked: then only a person may approve. */
  revoked: boolean;
}

/** Whether the rule approves the request of this agent. */
export function approves(rule: ApprovalRule, { uid, state, proved, revoked }: Applicant): boolean {
  if (revoked || rule.kind === "nobody") return false;
  if (proved || rule.kind === "everybody") return true;
  if (rule.kind === "known") return rule.uids.includes(uid);
  if (rule.kind !== "attribute") return false;
  const { identifyingAttributes, nonIdentifyingAttributes } = state.agentDescription ?? {};
  return [identifyingAttributes, nonIdentifyingAttributes]
    .flatMap((list) => attributesOf(list))
    .some(({ key, value }) => key === rule.key && textOf(value) === rule.value);
}

function textOf(value: AttributeValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
