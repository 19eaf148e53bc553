import { receiving, World, type WorldOptions } from "./e2e.ts";
import { freePort } from "./free-port.ts";
import type { SupervisorProcess } from "./supervisor-process.ts";
import { TestServer } from "./test-server.ts";

export interface WithGoodConfig {
  server: TestServer;
  world: World;
  supervisor: SupervisorProcess;
  /** Where the Collector takes OTLP now. */
  port: number;
}

/** A supervisor whose Collector runs the remote configuration `good`: an OTLP receiver. */
export async function withGoodConfig(config: NonNullable<WorldOptions["config"]>): Promise<WithGoodConfig> {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint, config });
  const supervisor = world.start();
  await server.healthy();
  const port = await freePort();
  server.offer({ "": receiving(port) }, "good");
  await server.verdict("good");
  return { server, world, supervisor, port };
}
