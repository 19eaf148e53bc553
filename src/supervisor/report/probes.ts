import type { StatusSnapshot } from "../../control/snapshot.ts";

/** What a probe is answered. */
export interface ProbeAnswer {
  ok: boolean;
  /** Why it is not, in one line. */
  reason?: string;
  /** What was looked at, for those who ask for it. */
  facts: object;
}

type Probe = (snapshot: StatusSnapshot, alive: boolean) => ProbeAnswer;

/**
 * What is asked by the paths of the health endpoint, each for a question of its own, so that a probe never ends a supervisor over what
 * its Collector does, nor takes a Collector out of service over a server that is away:
 *
 * - `livez`: does the supervisor go on? Whoever restarts things asks this.
 * - `readyz`: does it supervise, and is not about to end?
 * - `collectorz`: is the Collector up and healthy? Whoever sends it data asks this. One that was stopped on purpose is not.
 */
export const probes: Readonly<Record<string, Probe>> = {
  livez: ({ supervisor }, alive) => ({
    ...verdict(alive ? undefined : "what happens is not dealt with any more"),
    facts: { supervisor: { state: supervisor.state, uptimeMs: supervisor.uptimeMs } },
  }),
  readyz: ({ supervisor, server }) => ({
    ...verdict(notSupervising[supervisor.state]),
    facts: { supervisor: { state: supervisor.state }, server: { state: server.state } },
  }),
  collectorz: ({ supervisor, collector, configuration }) => {
    const { state, healthy, health, reason, since, version, nextTryAt } = collector;
    const works = (state === "up" || state === "reloading") && healthy === true;
    const why = supervisor.state === "starting" ? notSupervising.starting : (reason ?? `the Collector is ${state}`);
    const { running, fallback } = configuration;
    return {
      ...verdict(works ? undefined : why),
      facts: { collector: { state, healthy, health, since, version, nextTryAt }, configuration: { running, fallback } },
    };
  },
};

const notSupervising: Readonly<Partial<Record<StatusSnapshot["supervisor"]["state"], string>>> = {
  starting: "the Collector is not known yet",
  stopping: "the supervisor is stopping",
};

function verdict(reason: string | undefined): Pick<ProbeAnswer, "ok" | "reason"> {
  return reason === undefined ? { ok: true } : { ok: false, reason };
}
