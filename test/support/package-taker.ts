import { readFileSync } from "node:fs";

import { getOtherCollector } from "../../scripts/get-collector.ts";
import { World } from "./e2e.ts";
import { takingPackages } from "./offered-package.ts";
import { attribute, TestServer } from "./test-server.ts";

/** A real Collector of another version than the one of `e2e.ts`, 0.149.0. */
export const otherCollector: string = await getOtherCollector();

export const newerCollector = { version: "v0.150.0", content: readFileSync(otherCollector) } as const;

/**
 * A supervisor that takes packages and whose Collector is healthy, in the version of `agent.executable`. `agent` stands over
 * what `takingPackages` says of that section.
 */
export async function packageTaker({ agent: more }: { agent?: object } = {}) {
  const server = await TestServer.start();
  const agent = { ...takingPackages.agent, ...more };
  const world = new World({ endpoint: server.endpoint, config: { ...takingPackages, agent } });
  const supervisor = world.start();
  await server.healthy();
  return { server, world, supervisor };
}

/** The version that the Collector says of itself. */
export function collectorVersion(server: TestServer): Promise<string> {
  return server.until((agent) => attribute(agent, "service.version"));
}

/** Until the Collector says that it is this version. */
export async function runsVersion(server: TestServer, version: string): Promise<void> {
  await server.until((agent) => attribute(agent, "service.version") === version);
}
