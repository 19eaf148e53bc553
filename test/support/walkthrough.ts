import { readFileSync, writeFileSync } from "node:fs";

import { otelcol, World } from "./e2e.ts";
import { until } from "./until.ts";
import { walkthroughConfig } from "./walkthrough-config.ts";

/** A directory with the `supervisor.yaml` of the walkthrough. */
export function walkthroughWorld(endpoint: string): World {
  const world = new World({ endpoint });
  writeFileSync(world.configFile, walkthroughConfig({ endpoint, executable: otelcol }));
  return world;
}

/** What the Collector says of itself on port 8888, once it has exported points. */
export function exportedPoints(): Promise<string> {
  return until(async () => {
    const text = await (await fetch("http://localhost:8888/metrics")).text();
    return text.includes("otelcol_exporter_sent_metric_points") && text;
  });
}

/** The lines of `agent.log`, once points were printed to it. */
export async function printedPoints(world: World): Promise<string[]> {
  const log = await until(async () => {
    const text = readFileSync(world.stored("agent.log"), "utf8");
    return /Metrics.*data points/.test(text) && text;
  });
  return log.trim().split("\n");
}

/** Whether it is a line of the Collector's own log that tells of metrics. */
export function tellsOfMetrics(line: string): boolean {
  return line.startsWith("{") && JSON.parse(line).msg === "Metrics";
}
