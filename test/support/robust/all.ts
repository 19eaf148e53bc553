import { clientStateProperties } from "./client-state.ts";
import { decodingProperties } from "./decoding.ts";
import type { RobustProperty } from "./properties.ts";
import { serverStateProperties } from "./server-state.ts";
import { socketProperties } from "./sockets.ts";

/** Everything that must hold whatever comes. */
export const allProperties: readonly RobustProperty[] = [
  ...decodingProperties,
  ...serverStateProperties,
  ...clientStateProperties,
  ...socketProperties,
];
