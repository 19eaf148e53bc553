import { dial } from "#runtime/dial.ts";
import { listen } from "#runtime/listen.ts";

import type { Network } from "../network-ports.ts";
import { post } from "./post.ts";
import { probeListen } from "./probe-listen.ts";

/** Connections over the runtime that this program is built with. */
export function createNetwork(): Network {
  return {
    dial,
    post,
    // Loaded with the first file that is fetched.
    get: async (options) => (await import("./get.ts")).get(options),
    // Loaded with the first export over gRPC.
    call: async (options) => (await import("./call.ts")).call(options),
    // Loaded with the first settings that the server offers.
    reach: async (options) => (await import("./reach.ts")).reach(options),
    listen,
    probeListen,
  };
}
