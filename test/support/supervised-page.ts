import type { Browser } from "playwright-core";

import { openPage } from "./browser.ts";
import { World } from "./e2e.ts";
import { exampleServer } from "./example-server.ts";

/** The example server, a browser's page of it that shows nothing yet, and a supervisor whose Collector is healthy. */
export async function supervisedPage(
  browser: Browser,
  config: {
    server?: Readonly<Record<string, unknown>>;
    capabilities: Readonly<Record<string, unknown>>;
  },
) {
  const server = await exampleServer();
  const { page, complaints } = await openPage(browser);
  const world = new World({
    endpoint: server.endpoint,
    config: { ...config, server: { tls: { insecure_skip_verify: true }, ...config.server } },
  });
  const supervisor = world.start();
  const { id } = await supervisor.line("Supervisor starting");
  await supervisor.line("Collector is healthy");
  const address = (path: string) => `${server.pageUrl}${path}`;
  return { address, page, complaints, world, supervisor, uid: String(id) };
}
