import type { OpenedRoute } from "../../src/connection/server-route.ts";
import { fixedRoute, type ServerRoute } from "../../src/opamp/client/client.ts";

/** A way that never changes, whatever the server offers. */
export function fixedWay(route: ServerRoute): OpenedRoute {
  return {
    provide: () => fixedRoute(route),
    judge: () => ({ is: "refused", reason: "nothing else is taken" }),
    ownCertificate: () => undefined,
    close: () => {},
  };
}
