import type { ConnectionTarget } from "../compose/layers.ts";
import type { Headers } from "../opamp/wire/messages.ts";

/** Headers of an offer, in its order. */
export function readOfferedHeaders({ headers }: Headers): ConnectionTarget["headers"] {
  return (headers ?? []).map(({ key, value }) => [key ?? "", value ?? ""]);
}

/** The same as a message. */
export function writeOfferedHeaders(headers: ConnectionTarget["headers"]): Headers {
  return { headers: headers.map(([key, value]) => ({ key, value })) };
}
