import type { Network } from "../network-ports.ts";
import { dial } from "./dial.ts";
import { listen } from "./listen.ts";
import { post } from "./post.ts";
import { probeListen } from "./probe-listen.ts";

/** Connections over Bun: the `ws` import, which Bun replaces by its own, for dialing, `fetch` for single requests, its server for listening. */
export function createBunNetwork(): Network {
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
