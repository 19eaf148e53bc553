import { uuidv7 } from "#runtime/uuidv7.ts";

import type { Random } from "../ports.ts";

/** Randomness of the system. */
export function createRandom(): Random {
  return {
    bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    unit: () => Math.random(),
    uuidv7,
  };
}
