import type { Browser } from "playwright-core";

import { openPage } from "./browser.ts";
import { World } from "./e2e.ts";
import { exampleServer } from "./example-server.ts";
import { scratchDirectory } from "./scratch.ts";

interface SupervisedConfig {
  server?: Readonly<Record<string, unknown>>;
  capabilities: Readonly<Record<string, unknown>>;
  agent?: Readonly<Record<string, unknown>>;
  /** Local layer of the Collector's configuration. Default: that of `World`. */
  local?: unknown;
}

/** The example server, a browser's page of it that shows nothing yet, and a supervisor whose Collector is healthy. */
export async function supervisedPage(
  browser: Browser,
  wish: SupervisedConfig | ((server: { caFile: string; dataDirectory: string }) => SupervisedConfig),
) {
  const dataDirectory = scratchDirectory();
  const server = await exampleServer({ dataDirectory });
  const { local, ...config } = typeof wish === "function" ? wish({ caFile: server.caFile ?? "", dataDirectory }) : wish;
  const { page, complaints } = await openPage(browser);
  const world = new World({
    endpoint: server.endpoint,
    ...(local !== undefined && { local }),
    config: { ...config, server: { tls: { insecure_skip_verify: true }, ...config.server } },
  });
  const supervisor = world.start();
  const { id } = await supervisor.line("Supervisor starting");
  await supervisor.line("Collector is healthy");
  const address = (path: string) => `${server.pageUrl}${path}`;
  return { address, page, complaints, world, supervisor, uid: String(id) };
}
