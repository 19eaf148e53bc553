import type { Database } from "bun:sqlite";

import { z } from "zod";

import type { Files } from "../../../src/runtime/ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";

export interface TakeOverOptions {
  database: Database;
  files: Files;
  log: Log;
  /** The JSON file in which configurations were kept before. */
  path: string;
}

const document = z.object({
  version: z.literal(1),
  agents: z.record(z.string(), z.object({ config: z.string(), savedAt: z.iso.datetime() })),
});

/**
 * Brings saved configurations from the former JSON file into the database, once: the file is then called `….taken-over`.
 * What the database has is newer and stays. A file that is not understood is set aside as `….unreadable`.
 */
export async function takeOver({ database, files, log, path }: TakeOverOptions): Promise<void> {
  const bytes = await files.readIfPresent(path);
  if (bytes === undefined) return;
  const parsed = document.safeParse(parseJson(new TextDecoder().decode(bytes)));
  if (!parsed.success) {
    await files.rename(path, `${path}.unreadable`);
    log.error("Saved configurations are not readable and were set aside: nothing is offered from them", {
      file: `${path}.unreadable`,
      reason: z.prettifyError(parsed.error),
    });
    return;
  }
  const insert = database.query("INSERT OR IGNORE INTO configuration (uid, text, saved_at) VALUES (?, ?, ?)");
  const agents = Object.entries(parsed.data.agents);
  database.transaction(() => {
    for (const [uid, { config, savedAt }] of agents) insert.run(uid, config, Date.parse(savedAt));
  })();
  await files.rename(path, `${path}.taken-over`);
  log.info("Saved configurations were taken over", { file: path, agents: agents.length });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
