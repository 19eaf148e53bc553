import type { Random } from "../ports.ts";

/** Randomness of the system. */
export function createBunRandom(): Random {
  return {
    bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    unit: () => Math.random(),
    uuidv7: () => new Uint8Array(Bun.randomUUIDv7("buffer")),
  };
}
