import type { ControlHandlers } from "../../control/handlers.ts";
import type { Answer, Retried } from "../../control/protocol.ts";
import type { NoRollback } from "../apply/rollback.ts";
import type { Event } from "../mind/events.ts";
import type { WayBack } from "../packages/way-back.ts";

type OperatorOrder =
  "retry" | "restart" | "rollback" | "rollbackSupervisor" | "rollbackConfiguration" | "hold" | "release";

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
  /** The same of the supervisor itself. */
  findSelfWayBack: (version: string | undefined) => Promise<WayBack>;
  /** Why there is no going back to the configuration before; `undefined` where there is. */
  cannotRollBackConfig: () => NoRollback | undefined;
  /** What has failed and can be tried again; asked once there is a mind. */
  whatFailed: () => readonly Retried[];
  /** Whether changes of the server are held. */
  isHeld: () => boolean;
}

/** The orders of an operator that the mind carries out. */
export function operatorOrders({
  post,
  idleBecause,
  findWayBack,
  findSelfWayBack,
  cannotRollBackConfig,
  whatFailed,
  isHeld,
}: OperatorOrdersOptions): Pick<ControlHandlers, OperatorOrder> {
  const order = async (event: Event, message: string, refused?: Answer): Promise<Answer> => {
    const take = post();
    if (take === undefined) return starting;
    take(event);
    return refused ?? { taken: true, message };
  };
  return {
    retry: async () => {
      const retried = post() === undefined ? [] : whatFailed();
      const answer = await order({ is: "RetryRequested" }, retriedText(retried));
      return answer.taken ? { ...answer, retried } : answer;
    },
    rollback: async (version) => {
      if (post() === undefined) return starting;
      const way = await findWayBack(version);
      if (way.is === "none") return way.answer;
      const message = ["the Collector goes back; `events` shows the outcome", ...way.notes].join("\n");
      return await order({ is: "RollbackRequested", version, passedOver: way.passedOver }, message);
    },
    rollbackSupervisor: async (version) => {
      if (post() === undefined) return starting;
      const way = await findSelfWayBack(version);
      if (way.is === "none") return way.answer;
      const message = ["the supervisor goes back; `packages` shows the outcome", ...way.notes].join("\n");
      return await order({ is: "SupervisorRollbackRequested", version, passedOver: way.passedOver }, message);
    },
    rollbackConfiguration: async () => {
      const no = post() === undefined ? undefined : cannotRollBackConfig();
      if (no !== undefined) return { taken: false, ...no };
      return await order(
        { is: "ConfigRollbackRequested" },
        "the configuration before is tried; `status` shows the outcome",
      );
    },
    hold: (reason, forMs) =>
      order({ is: "HoldRequested", reason, forMs }, "what the server wants changed is held; `release` goes on with it"),
    release: async () => {
      if (post() !== undefined && !isHeld()) return { taken: false, code: "NOT_HELD", message: "nothing is held" };
      return await order({ is: "ReleaseRequested" }, "what the server wants is begun; `status` shows the outcome");
    },
    restart: () =>
      order({ is: "RestartRequested", by: "operator" }, "the Collector is restarted", nothingRuns(idleBecause())),
  };
}

const shortHash = 8;

/** In words for the operator. */
function retriedText(retried: readonly Retried[]): string {
  if (retried.length === 0) return "nothing had failed, and nothing is tried again";
  const names = retried.map(({ kind, name }) => {
    if (kind === "configuration") return `configuration ${name?.slice(0, shortHash) ?? ""}`;
    if (kind === "package") return name ? `package ${name}` : "the package without a name";
    return `the ${kind}`;
  });
  return `tried again: ${names.join(", ")}; \`status\` shows the outcome`;
}

function nothingRuns(reason: string | undefined): Answer | undefined {
  if (reason === undefined) return undefined;
  return { taken: false, code: "NOTHING_RUNS", message: `there is nothing to restart: ${reason}` };
}
