import { writeFileSync } from "node:fs";

import { fixture } from "./project.ts";

/** How a fake Collector behaves; what is left out is what an ordinary one does. */
export interface FakeCollector {
  /** What `featuregate` lists below its heading; `unknown`: it has no such command. Default: service.AllowNoPipelines. */
  gates?: readonly string[] | "unknown";
  /** What `components` prints. Default: the extension opamp. */
  components?: string;
  /** Exit code of `validate`; `hangs`: it does not end. Default 0. */
  validate?: number | "hangs";
  /**
   * What it does with a configuration. `introduces`: connects and describes itself; `withholds`: does so but keeps its
   * components to itself; `connects` and says nothing; `runs` and connects nowhere; `ends` after it has printed `prints`;
   * `obeys` the `Orders` that stand in its configuration.
   */
  run?: "introduces" | "withholds" | "connects" | "runs" | "ends" | "obeys";
  /** Module and version of its opamp extension, among the components that it reports. Default: it names none. */
  module?: string;
  /** A custom capability that it declares, and of which it says back what it hears; `end` makes it exit. */
  echoes?: string;
  /** On standard error, before anything else that it does with a configuration. */
  prints?: string;
  /** Exit code where it ends by itself. Default 1. */
  exitCode?: number;
}

/** `receivers::orders` of a configuration, for a Collector that obeys; it is healthy. On SIGUSR2 it takes memory without end. */
export interface Orders {
  /** How long it says that it is starting, milliseconds. Default 0. */
  startsForMs?: number;
  /** How long it is healthy before it exits with 1, milliseconds. Default: for ever. */
  healthyForMs?: number;
}

/** A configuration with these orders. */
export function ordering(orders: Orders): string {
  return JSON.stringify({
    receivers: { orders },
    exporters: { nop: {} },
    service: { pipelines: { traces: { receivers: ["orders"], exporters: ["nop"] } } },
  });
}

/** Writes an executable script that is a Collector of this behaviour. */
export function writeFakeCollector(path: string, behaviour: FakeCollector = {}): string {
  const json = JSON.stringify(behaviour).replaceAll("'", `'\\''`);
  const program = `'${process.execPath}' '${fixture("fake-collector.ts")}'`;
  writeFileSync(path, `#!/bin/sh\nFAKE_COLLECTOR='${json}' exec ${program} "$@"\n`, { mode: 0o755 });
  return path;
}
