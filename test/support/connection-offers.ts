import { join } from "node:path";

import { World, type WorldOptions } from "./e2e.ts";
import { ordering, writeFakeCollector } from "./fake-collector.ts";
import { scratchDirectory } from "./scratch.ts";
import { settingsStatusName } from "./settings-offers.ts";
import type { TestServer } from "./test-server.ts";

const capabilities = { accepts_opamp_connection_settings: true, reports_connection_settings_status: true };

export const connection = { verify_timeout: "5s" };

/** An agent whose connection the server may change. */
export const changeable = { capabilities, connection };

/** The Collector has no part in all this: one that is healthy at once. */
export function changeableOptions(
  { endpoint }: Pick<TestServer, "endpoint">,
  config: WorldOptions["config"] = changeable,
): WorldOptions {
  const collector = writeFakeCollector(join(scratchDirectory(), "otelcol"), { run: "obeys" });
  return { endpoint, collector, local: ordering({}), config: { ...config } };
}

export function changeableWorld(server: Pick<TestServer, "endpoint">, config?: WorldOptions["config"]): World {
  return new World(changeableOptions(server, config));
}

/** What the agent has said of these settings, repetitions left out, with the reason. */
export function saidOf({ messages }: TestServer, hash: string): string[] {
  const texts = messages.flatMap(({ connectionSettingsStatus: told }) => {
    if (!told || Buffer.from(told.lastConnectionSettingsHash ?? []).toString() !== hash) return [];
    return [`${settingsStatusName(told.status ?? 0)} ${told.errorMessage ?? ""}`.trim()];
  });
  return texts.filter((text, index) => text !== texts[index - 1]);
}

/** Until the agent has said so last. */
export function saysOf(server: TestServer, hash: string, status: string): Promise<boolean> {
  return server.until(() => saidOf(server, hash).at(-1)?.startsWith(status) === true);
}

/** Offers settings of the connection to the server, `opamp` of a ConnectionSettingsOffers. */
export function offersConnection(from: TestServer, hash: string, opamp: object): void {
  from.send({ connectionSettings: { hash: Buffer.from(hash), opamp } });
}
