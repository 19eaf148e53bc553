import { toClampedNumber } from "../wire/integers.ts";
import type { OpAMPConnectionSettings } from "../wire/messages.ts";
import { beats, takesHeartbeatOffers } from "./capability-rules.ts";
import type { TransportKind } from "./route.ts";

/** Period without an offer of the server, milliseconds (§ WebSocket Message Exchange, § Plain HTTP Transport). */
export const defaultHeartbeatMs = 30_000;

/** How much of the period may be taken off at random over HTTP, so that agents do not poll in step. */
const pollSpread = 0.1;

/**
 * The period in milliseconds that an offer asks for: heartbeats over WebSocket, polling over HTTP; 0 = no heartbeats.
 * An offer of 0 cannot be told from none: where there is an `opamp` offer at all, it switches heartbeats off over
 * WebSocket, as the field's text says; over HTTP, where it would mean never to ask again, `currentMs` stays.
 */
export function offeredHeartbeat(offer: OpAMPConnectionSettings, transport: TransportKind, currentMs: number): number {
  // Beyond 2^53 seconds a number is not exact, and no clock could tell.
  const offeredMs = Math.min(Number.MAX_SAFE_INTEGER, toClampedNumber(offer.heartbeatIntervalSeconds) * 1000);
  if (offeredMs > 0) return offeredMs;
  return transport === "websocket" ? 0 : currentMs;
}

/** The period after an offer to an agent with these capabilities: without the bits for it the offer changes nothing. */
export function acceptedHeartbeat(
  offer: OpAMPConnectionSettings | null | undefined,
  { transport, currentMs, capabilities }: { transport: TransportKind; currentMs: number; capabilities: number },
): number {
  return offer && takesHeartbeatOffers(capabilities) ? offeredHeartbeat(offer, transport, currentMs) : currentMs;
}

export interface SilenceOptions {
  transport: TransportKind;
  periodMs: number;
  /** Bits of AgentCapabilities. */
  capabilities: number;
  /** Uniform in [0, 1). */
  unit: number;
}

/**
 * Longest silence after a message, milliseconds; `undefined`: for ever. Over HTTP there is always a next poll, as the
 * server cannot speak otherwise; it comes up to a tenth of the period early.
 */
export function longestSilence({ transport, periodMs, capabilities, unit }: SilenceOptions): number | undefined {
  if (transport === "http") return (periodMs > 0 ? periodMs : defaultHeartbeatMs) * (1 - pollSpread * unit);
  return periodMs > 0 && beats(capabilities) ? periodMs : undefined;
}
