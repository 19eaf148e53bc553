import type { Network } from "../ports.ts";
import { dial } from "./dial.ts";
import { listen } from "./listen.ts";

/** WebSocket connections over Bun: the `ws` import, which Bun replaces by its own, for dialing, its server for listening. */
export function createBunNetwork(): Network {
  return { dial, listen };
}
