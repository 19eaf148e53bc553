/** What following the steps of the mind has to remember. Never changed in place. */
export interface Tracking {
  /** Number of the next span. */
  serial: number;
  /** The `onMessage` that is under way. */
  message: string | undefined;
  /** The `onMessage` that has asked for the change that is wanted now. */
  offer: string | undefined;
  /** What is being brought into force. */
  apply: OpenApply | undefined;
  /** The last one that came into force. */
  applied: string | undefined;
  /** The span of the probation that is under way. */
  probation: string | undefined;
  /** Why the next start of the Collector is none of a change. */
  restart: "exit" | "command" | "unhealthy" | undefined;
}

export interface OpenApply {
  span: string;
  phaseSpan: string;
  phase: string;
  /** `Moment.elapsed` at the phase's begin. */
  begun: number;
  /** Code of the first failure. */
  failed: string | undefined;
}

export const nothingTracked: Tracking = {
  serial: 1,
  message: undefined,
  offer: undefined,
  apply: undefined,
  applied: undefined,
  probation: undefined,
  restart: undefined,
};

/** A step's part of following: what is remembered from now on, and what was seen. */
export interface Followed<Seen> {
  tracking: Tracking;
  observations: Seen[];
}
