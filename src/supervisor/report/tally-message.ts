import { Buffer } from "node:buffer";

import type { CustomMessage } from "../../opamp/wire/messages.ts";
import type { Death } from "../../storage/deaths.ts";

/** The custom capability of the supervisor itself. */
export const ownCapability = "io.opentelemetry.opampsupervisor";

export interface TallyMessageOptions {
  deaths: readonly Death[];
  /** Ends in a row. */
  inARow: number;
}

/**
 * The tally of deaths for a server that has declared `ownCapability`: type `collector-ended`, JSON
 * `{inARow, deaths: [{at, how, outOfMemory, remoteConfig, version}]}`, the newest last, `at` in ISO 8601.
 */
export function tallyMessage({ deaths, inARow }: TallyMessageOptions): CustomMessage {
  const told = deaths.map((death) => ({ ...death, at: new Date(death.at).toISOString() }));
  return {
    capability: ownCapability,
    type: "collector-ended",
    data: Buffer.from(JSON.stringify({ inARow, deaths: told })),
  };
}
