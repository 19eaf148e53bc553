import type { ControlHandlers } from "../control/handlers.ts";
import type { Answer } from "../control/protocol.ts";
import type { Event } from "./events.ts";

const starting: Answer = {
  taken: false,
  code: "STARTING",
  message: "the supervisor is still getting to know its Collector; try again in a moment",
};

export interface OperatorOrdersOptions {
  /** Gives what posts to the mind; `undefined` while there is none, as the Collector is not known yet. */
  post: () => ((event: Event) => void) | undefined;
  /** Why the Collector is down and stays so; `undefined` where something should run. */
  idleBecause: () => string | undefined;
}

/** The orders of an operator that the mind carries out. */
export function operatorOrders({
  post,
  idleBecause,
}: OperatorOrdersOptions): Pick<ControlHandlers, "retry" | "restart"> {
  const order = async (event: Event, message: string, refused?: Answer): Promise<Answer> => {
    const take = post();
    if (take === undefined) return starting;
    take(event);
    return refused ?? { taken: true, message };
  };
  return {
    retry: () => order({ is: "RetryRequested" }, "what failed is tried again; `status` shows the outcome"),
    restart: () =>
      order({ is: "RestartRequested", by: "operator" }, "the Collector is restarted", nothingRuns(idleBecause())),
  };
}

function nothingRuns(reason: string | undefined): Answer | undefined {
  if (reason === undefined) return undefined;
  return { taken: false, code: "NOTHING_RUNS", message: `there is nothing to restart: ${reason}` };
}
