import type { OfferVerdict } from "../../connection/offered-settings.ts";
import type { ConnectionSettingsOffers, OpAMPConnectionSettings } from "../../opamp/wire/messages.ts";
import type { Acceptance } from "./capabilities.ts";
import { type OtherAnswer, readOtherOffers } from "./other-connections.ts";
import { readTelemetryOffer, type TelemetryAnswer } from "./own-telemetry.ts";

/** Reads an offer for the connection to the server. */
export type ReadConnectionOffer = (offer: OpAMPConnectionSettings) => OfferVerdict;

/** An offer of connection settings, as the mind handles it: what it asks of each kind of connection. */
export interface OfferedSettings {
  /** The Server's opaque hash over all parts, sent or left out; echoed byte for byte. */
  hash: Uint8Array;
  /** The same as lower-case hex, for comparisons, files and the log. */
  id: string;
  /** `undefined`: nothing of the connection to the server. */
  opamp: OfferVerdict | undefined;
  telemetry: readonly TelemetryAnswer[];
  others: readonly OtherAnswer[];
}

export interface ReadOfferedSettingsOptions {
  offers: ConnectionSettingsOffers;
  /** Parts that our capabilities do not invite (`opamp/client/inbox.ts`). They are refused: one hash is over all parts. */
  uninvited: ConnectionSettingsOffers;
  accepted: Acceptance;
  readConnection: ReadConnectionOffer;
}

/** Reads an offer. */
export function readOfferedSettings({
  offers,
  uninvited,
  accepted: { signals, places },
  readConnection,
}: ReadOfferedSettingsOptions): OfferedSettings {
  const refusedNames = Object.keys(uninvited.otherConnections ?? {});
  const hash = Uint8Array.from(offers.hash ?? []);
  return {
    hash,
    id: hash.toHex(),
    opamp: uninvited.opamp
      ? { is: "refused", reason: isOff("accepts_opamp_connection_settings") }
      : offers.opamp
        ? readConnection(offers.opamp)
        : undefined,
    telemetry: readTelemetryOffer({ ...offers, ...uninvited }, signals),
    others: [
      ...readOtherOffers(offers, places),
      ...refusedNames.map((name) => ({ name, refused: isOff("accepts_other_connection_settings") })),
    ],
  };
}

function isOff(capability: string): string {
  return `the capability ${capability} is off`;
}
