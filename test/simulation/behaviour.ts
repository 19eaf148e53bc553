import type { Ending } from "../../src/collector/ending.ts";
import type { ComponentHealth } from "../../src/opamp/wire/messages.ts";
import { bareHealthy, ok, permanent, startingUp } from "../support/mind-driver.ts";
import type { Span } from "./story.ts";

/** One thing that a Collector does, so long after the one before. */
export type Act = { after: Span } & (
  | { does: "say"; health: ComponentHealth | undefined }
  | { does: "drop the link" }
  | { does: "exit"; ending: Partial<Ending> }
  /** From the act with this index on, for ever. */
  | { does: "repeat"; from: number }
);

export interface Behaviour {
  /** From the moment at which the configuration was read. */
  acts: readonly Act[];
  /** The same where a running process is told to reload to it. Default: `acts`. */
  whenReloadedTo?: readonly Act[];
  /** How a process that has it answers SIGHUP. Default: it reads the file anew. */
  onHangup?: "ignores" | "dies";
  /** From SIGTERM to the end. Default: some milliseconds. */
  stopsIn?: Span;
  /** Whether it works, and goes on to. */
  lasts: boolean;
}

const recoverable: ComponentHealth = {
  healthy: false,
  componentHealthMap: { "exporter:otlp": { healthy: false, status: "StatusRecoverableError", lastError: "refused" } },
};

const connects: Act = { after: [10, 60], does: "say", health: startingUp };
const works: Act = { after: [0, 30], does: "say", health: ok };
const soon: Span = [1, 30];
/** Within a probation of a minute, or after it. */
const later: Span = [500, 90_000];

function exits(after: Span, ending: Partial<Ending> = { statement: "cannot start pipelines" }): Act {
  return { after, does: "exit", ending };
}

/** By the first word of a configuration's text. */
const behaviours = {
  steady: { acts: [connects, works], lasts: true },
  /** The order of the first reports varies. */
  eager: { acts: [{ after: [10, 60], does: "say", health: bareHealthy }, connects, works], lasts: true },
  bare: { acts: [{ after: [10, 60], does: "say", health: bareHealthy }], lasts: true },
  slow: { acts: [connects, { after: [30_000, 30_000], does: "say", health: ok }], lasts: false },
  exits: { acts: [exits(soon)], lasts: false },
  /** Does not pass the check either. */
  refused: { acts: [exits(soon)], lasts: false },
  stumbles: { acts: [connects, exits(soon)], lasts: false },
  expires: { acts: [connects, works, exits(later)], lasts: false },
  hungry: { acts: [connects, works, exits(later, { how: "signal SIGKILL", killed: "memory" })], lasts: false },
  sick: { acts: [connects, { after: soon, does: "say", health: permanent }], lasts: false },
  sickens: { acts: [connects, works, { after: later, does: "say", health: permanent }], lasts: false },
  mute: { acts: [{ after: [10, 60], does: "say", health: undefined }], lasts: false },
  absent: { acts: [], lasts: false },
  offline: { acts: [connects, { after: soon, does: "say", health: recoverable }], lasts: false },
  flaps: {
    acts: [
      connects,
      works,
      { after: [5_000, 30_000], does: "drop the link" },
      { after: [300, 5_300], does: "say", health: ok },
      { after: [0, 0], does: "repeat", from: 2 },
    ],
    lasts: true,
  },
  deaf: { acts: [connects, works], onHangup: "ignores", lasts: true },
  fragile: { acts: [connects, works], onHangup: "dies", lasts: true },
  /** A process that is reloaded to it stops in the middle; a new one works. */
  wedges: { acts: [connects, works], whenReloadedTo: [], lasts: true },
  stubborn: { acts: [connects, works], stopsIn: [9_000, 10_000], lasts: true },
  /** Needs a port that a stranger may hold: see the world. */
  port: { acts: [connects, works], lasts: true },
} satisfies Record<string, Behaviour>;

export type Word = keyof typeof behaviours;

export const words = Object.keys(behaviours) as Word[];

export const withoutPort: Behaviour = {
  acts: [exits(soon, { statement: "listen tcp :4317: bind: address already in use" })],
  lasts: false,
};

/** Words of programs: what one is like that works with every configuration, or with none. */
export const programWords = [
  "steady",
  "steady",
  "steady",
  "exits",
  "stumbles",
  "sick",
  "sickens",
  "expires",
  "absent",
] as const;

/**
 * What a composition's text makes the Collector do: the Collector's connections have the last word, after them its configuration.
 * `program`: name of the package that runs it, of which the first word counts first, unless it is steady; `addons`: those of the
 * add-ons to which it refers, which count next.
 */
export function behaviourOf(text: string, program = "", addons = ""): Behaviour & { word: Word } {
  const { files, connections } = JSON.parse(text) as {
    files: [name: string, body: string][];
    connections: Record<"telemetry" | "others", Record<string, { endpoint: string }>>;
  };
  const { telemetry, others } = connections;
  const targets = [...Object.values(telemetry), ...Object.values(others)].map(
    ({ endpoint }) => URL.parse(endpoint)?.hostname ?? endpoint,
  );
  const said = [program, ...addons.split(","), ...targets, ...files.map(([, body]) => body)].map(
    (body) => body.split(" ")[0] as Word,
  );
  const word = said.find((each) => each in behaviours && each !== "steady") ?? "steady";
  const behaviour: Behaviour = behaviours[word];
  return { word, ...behaviour };
}
