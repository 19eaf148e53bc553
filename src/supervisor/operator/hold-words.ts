import { Buffer } from "node:buffer";

import type { CustomMessage, KeyValue } from "../../opamp/wire/messages.ts";
import type { StoredHold } from "../../storage/stored-hold.ts";
import { ownCapability } from "../report/tally-message.ts";
import { timeText } from "../report/time-text.ts";
import type { Held } from "./held.ts";

const prefix = "opampsupervisor.hold";

/**
 * The operator's hold as attributes of health: `opampsupervisor.hold` has the reason, and where it ends by itself
 * `opampsupervisor.hold.until` the time. The words of the health stay: nothing is wrong.
 */
export function holdAttributes(hold: StoredHold | undefined): KeyValue[] {
  if (hold === undefined) return [];
  const until = holdUntil(hold);
  return [
    { key: prefix, value: { stringValue: hold.reason || "held by the operator" } },
    ...(until === undefined ? [] : [{ key: `${prefix}.until`, value: { stringValue: until } }]),
  ];
}

/** When a hold ends by itself, ISO 8601. */
export function holdUntil({ since, forMs }: StoredHold): string | undefined {
  return forMs === undefined ? undefined : timeText(since + forMs);
}

export interface HoldMessageOptions {
  hold: StoredHold | undefined;
  held: Held;
}

/**
 * The hold for a server that has declared `ownCapability`: type `hold`, JSON `{held: false}` or `{held: true, since, until,
 * reason, waiting: {remoteConfig, connectionSettings, restart}}`, times in ISO 8601, hashes in lower-case hex; a key is
 * absent where there is nothing to say.
 */
export function holdMessage({ hold, held }: HoldMessageOptions): CustomMessage {
  const { remote, settings, restart } = held;
  const waiting = { remoteConfig: remote?.id, connectionSettings: settings?.id, ...(restart && { restart }) };
  const told =
    hold === undefined
      ? { held: false }
      : { held: true, since: timeText(hold.since), until: holdUntil(hold), reason: hold.reason, waiting };
  return { capability: ownCapability, type: "hold", data: Buffer.from(JSON.stringify(told)) };
}
