import type { ControlHandlers } from "../control/handlers.ts";
import type { Answer } from "../control/protocol.ts";
import type { Event } from "./events.ts";

const starting: Answer = {
  taken: false,
  code: "STARTING",
  message: "the supervisor is still getting to know its Collector; try again in a moment",
};

/**
 * The orders of an operator that the mind carries out.
 *
 * @param post gives what posts to the mind; `undefined` while there is none, as the Collector is not known yet
 */
export function operatorOrders(
  post: () => ((event: Event) => void) | undefined,
): Pick<ControlHandlers, "retry" | "restart"> {
  const order = async (event: Event, message: string): Promise<Answer> => {
    const take = post();
    if (take === undefined) return starting;
    take(event);
    return { taken: true, message };
  };
  return {
    retry: () => order({ is: "RetryRequested" }, "what failed is tried again; `status` shows the outcome"),
    restart: () => order({ is: "RestartRequested", by: "operator" }, "the Collector is restarted"),
  };
}
