import type { ConnectionTarget, OtherConnections } from "../compose/layers.ts";
import type { ConnectionSettingsOffers, OtherConnectionSettings } from "../opamp/wire/messages.ts";
import { readOfferedHeaders, writeOfferedHeaders } from "./offered-headers.ts";

/** What an offer asks for the connection of a name: settings, of which those left out stay, or what cannot be honoured. */
export type OtherAnswer = { name: string; asks: Partial<ConnectionTarget> } | { name: string; refused: string };

/** Fields of an offer that shape a connection beyond endpoint and headers. */
const connectionParts = ["certificate", "tls", "proxy"] as const;

/**
 * Reads the other connections of an offer. A field that is left out keeps its present value (OpAMP,
 * OtherConnectionSettings); a name that is left out keeps all.
 */
export function readOtherOffers({ otherConnections = {} }: ConnectionSettingsOffers): OtherAnswer[] {
  return Object.entries(otherConnections ?? {}).map(([name, settings]) => readOne(name, settings));
}

/** `current` with the answers that ask for something put in; the same object where nothing changes. */
export function mergeOthers(current: OtherConnections, answers: readonly OtherAnswer[]): OtherConnections {
  const merged = new Map(current);
  for (const answer of answers) {
    if (!("asks" in answer)) continue;
    const before = current.get(answer.name) ?? { endpoint: "", headers: [] };
    merged.set(answer.name, { ...before, ...answer.asks });
  }
  return merged;
}

/** The connections as the message that goes to disk. */
export function writeOthers(others: OtherConnections): ConnectionSettingsOffers {
  const entries = [...others].map(([name, { endpoint, headers }]): [string, OtherConnectionSettings] => [
    name,
    { destinationEndpoint: endpoint, headers: writeOfferedHeaders(headers) },
  ]);
  return entries.length === 0 ? {} : { otherConnections: Object.fromEntries(entries) };
}

function readOne(name: string, settings: OtherConnectionSettings): OtherAnswer {
  const unsupported = connectionParts.filter((part) => settings[part]);
  if (unsupported.length > 0) {
    return { name, refused: `it carries what is not supported: ${unsupported.join(", ")}` };
  }
  const endpoint = settings.destinationEndpoint || undefined;
  const headers = settings.headers && readOfferedHeaders(settings.headers);
  return { name, asks: { ...(endpoint !== undefined && { endpoint }), ...(headers && { headers }) } };
}
