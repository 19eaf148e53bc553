import type { ControlHandlers } from "../control/handlers.ts";
import type { Answer } from "../control/protocol.ts";
import type { Event } from "./events.ts";
import type { WayBack } from "./way-back.ts";

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
  /** Where the way back to this version leads; asked once there is a mind. */
  findWayBack: (version: string | undefined) => Promise<WayBack>;
  /** Why there is no going back to this version of the supervisor itself; `undefined` where there is. */
  cannotRollBackSelf: (version: string | undefined) => string | undefined;
}

/** The orders of an operator that the mind carries out. */
export function operatorOrders({
  post,
  idleBecause,
  findWayBack,
  cannotRollBackSelf,
}: OperatorOrdersOptions): Pick<ControlHandlers, "retry" | "restart" | "rollback" | "rollbackSupervisor"> {
  const order = async (event: Event, message: string, refused?: Answer): Promise<Answer> => {
    const take = post();
    if (take === undefined) return starting;
    take(event);
    return refused ?? { taken: true, message };
  };
  return {
    retry: () => order({ is: "RetryRequested" }, "what failed is tried again; `status` shows the outcome"),
    rollback: async (version) => {
      if (post() === undefined) return starting;
      const way = await findWayBack(version);
      if (way.is === "none") return way.answer;
      const message = ["the Collector goes back; `status` shows the outcome", ...way.notes].join("\n");
      return await order(way.event, message);
    },
    rollbackSupervisor: async (version) => {
      const reason = post() === undefined ? undefined : cannotRollBackSelf(version);
      if (reason !== undefined) return { taken: false, code: "NO_SUCH_VERSION", message: reason };
      const message = "the supervisor goes back; `packages` shows the outcome";
      return await order({ is: "SupervisorRollbackRequested", version }, message);
    },
    restart: () =>
      order({ is: "RestartRequested", by: "operator" }, "the Collector is restarted", nothingRuns(idleBecause())),
  };
}

function nothingRuns(reason: string | undefined): Answer | undefined {
  if (reason === undefined) return undefined;
  return { taken: false, code: "NOTHING_RUNS", message: `there is nothing to restart: ${reason}` };
}
