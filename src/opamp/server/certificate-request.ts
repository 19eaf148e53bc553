import type { AgentToServer, ConnectionSettingsOffers, ServerToAgent } from "../wire/messages.ts";
import { badRequest } from "./answer.ts";

/** The owner's word on a request for a certificate. */
export type CertificateDecision =
  /** The issued certificate is in `settings.opamp.certificate`, without a private key; other settings may come along. */
  | { issued: true; settings: ConnectionSettingsOffers }
  /** Nothing is said now: once it is issued it is among what `desired` tells, or the agent is sent a refusal. */
  | { issued: "later" }
  /** `reason` is told to the agent. */
  | { issued: false; reason: string };

/**
 * The PEM of the signing request in a message; `undefined` where there is none, which includes a request without
 * `opamp`: it means nothing (§ ConnectionSettingsRequest Message).
 */
export function signingRequestIn({ connectionSettingsRequest }: AgentToServer): Uint8Array | undefined {
  const { opamp } = connectionSettingsRequest ?? {};
  return opamp ? (opamp.certificateRequest?.csr ?? new Uint8Array()) : undefined;
}

/** How the agent is answered; a refusal is a BadRequest (§ Agent-initiated CSR Flow). */
export function certificateAnswer(decision: CertificateDecision): ServerToAgent {
  if (decision.issued === "later") return {};
  return decision.issued ? { connectionSettings: decision.settings } : certificateRefusal(decision.reason);
}

/** What an agent is sent whose request for a certificate is refused, also long after it came. */
export function certificateRefusal(reason: string): ServerToAgent {
  return badRequest(reason);
}
