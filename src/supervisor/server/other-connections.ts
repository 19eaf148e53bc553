import type { ConnectionTarget, OtherConnections } from "../../compose/layers.ts";
import type { ConnectionPlaceConfig } from "../../config/types.ts";
import type { ConnectionSettingsOffers, OtherConnectionSettings } from "../../opamp/wire/messages.ts";
import { readOfferedTarget, writeOfferedTarget } from "./offered-target.ts";

/** What an offer asks for the connection of a name: settings, of which those left out stay, or what cannot be honoured. */
export type OtherAnswer = { name: string; asks: Partial<ConnectionTarget> } | { name: string; refused: string };

/** Where connections are set, by the names of offers (`agent.other_connections`). */
export type ConnectionPlaces = ReadonlyMap<string, ConnectionPlaceConfig>;

/**
 * Reads the other connections of an offer. A field that is left out keeps its present value (OpAMP,
 * OtherConnectionSettings); a name that is left out keeps all.
 */
export function readOtherOffers(
  { otherConnections }: ConnectionSettingsOffers,
  places: ConnectionPlaces,
): OtherAnswer[] {
  return Object.entries(otherConnections ?? {}).map(([name, settings]): OtherAnswer => {
    const place = places.get(name);
    if (place !== undefined) return { name, ...readOne(settings, place) };
    const known = [...places.keys()].join(", ") || "none";
    return { name, refused: `agent.other_connections does not know this name; it knows ${known}` };
  });
}

/** `current` with the answers that ask for something put in. */
export function mergeOthers(current: OtherConnections, answers: readonly OtherAnswer[]): OtherConnections {
  const merged = new Map(current);
  for (const answer of answers) {
    if (!("asks" in answer)) continue;
    const { name, asks } = answer;
    const before = current.get(name) ?? { endpoint: "", headers: [] };
    const settings = new Map([...(before.settings ?? []), ...(asks.settings ?? [])]);
    merged.set(name, { ...before, ...asks, ...(settings.size > 0 && { settings }) });
  }
  return merged;
}

/** The connections as the message that goes to disk. */
export function writeOthers(others: OtherConnections): ConnectionSettingsOffers {
  const entries = [...others].map(([name, target]): [string, OtherConnectionSettings] => [
    name,
    {
      destinationEndpoint: target.endpoint,
      ...writeOfferedTarget(target),
      ...(target.settings && { otherSettings: Object.fromEntries(target.settings) }),
    },
  ]);
  return entries.length === 0 ? {} : { otherConnections: Object.fromEntries(entries) };
}

type Reading = { asks: Partial<ConnectionTarget> } | { refused: string };

function readOne(
  settings: OtherConnectionSettings,
  { settings: places, allowInsecureTls }: ConnectionPlaceConfig,
): Reading {
  const read = readOfferedTarget(settings, { allowInsecureTls });
  if (!read.ok) return { refused: read.reason };
  const further = Object.entries(settings.otherSettings ?? {});
  const unknown = further.find(([setting]) => !places.has(setting));
  if (unknown !== undefined) {
    const known = [...places.keys()].join(", ") || "none";
    return { refused: `other_settings: ${JSON.stringify(unknown[0])} has no place; known are ${known}` };
  }
  const endpoint = settings.destinationEndpoint || undefined;
  return {
    asks: {
      ...(endpoint !== undefined && { endpoint }),
      ...read.target,
      ...(further.length > 0 && { settings: new Map(further) }),
    },
  };
}
