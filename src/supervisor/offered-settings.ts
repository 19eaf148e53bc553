import type { ConnectionSettingsOffers } from "../opamp/wire/messages.ts";
import type { Acceptance } from "./capabilities.ts";
import { type OtherAnswer, readOtherOffers } from "./other-connections.ts";
import { readTelemetryOffer, type TelemetryAnswer } from "./own-telemetry.ts";

/** An offer of connection settings, as the mind handles it: what it asks of each kind of connection. */
export interface OfferedSettings {
  /** The Server's opaque hash over all parts, sent or left out; echoed byte for byte. */
  hash: Uint8Array;
  /** The same as lower-case hex, for comparisons, files and the log. */
  id: string;
  telemetry: readonly TelemetryAnswer[];
  others: readonly OtherAnswer[];
}

/** Reads an offer. Kinds that our capabilities do not invite are not in it any more (`opamp/client/inbox.ts`). */
export function readOfferedSettings(
  offers: ConnectionSettingsOffers,
  { signals, places }: Acceptance,
): OfferedSettings {
  const hash = Uint8Array.from(offers.hash ?? []);
  return {
    hash,
    id: hash.toHex(),
    telemetry: readTelemetryOffer(offers, signals),
    others: readOtherOffers(offers, places),
  };
}
