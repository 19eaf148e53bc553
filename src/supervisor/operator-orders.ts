import type { ControlHandlers } from "../control/handlers.ts";
import type { Answer } from "../control/protocol.ts";
import type { Event } from "./events.ts";

/**
 * The orders of an operator that the mind carries out. To be wired here, and nowhere else, once the mind takes them:
 * `retry` posts `{ is: "RetryRequested" }`, `restart` posts `{ is: "RestartRequested", by: "operator" }`, and both answer
 * `{ taken: true, message }`.
 *
 * @param _post gives what posts to the mind; `undefined` while there is none, as the Collector is not known yet
 */
export function operatorOrders(
  _post: () => ((event: Event) => void) | undefined,
): Pick<ControlHandlers, "retry" | "restart"> {
  const refused: Answer = { taken: false, code: "UNSUPPORTED", message: "this supervisor does not take that order" };
  return { retry: async () => refused, restart: async () => refused };
}
