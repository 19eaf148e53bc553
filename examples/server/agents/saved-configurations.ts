import { z } from "zod";

import type { Clock, Files } from "../../../src/runtime/ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";
import { type Offer, offerOf } from "./remote-config.ts";

export interface SavedConfiguration {
  text: string;
  /** ISO 8601. */
  savedAt: string;
  offer: Offer;
}

export interface SavedConfigurations {
  /** `undefined` for an agent that nothing was ever saved for: it must not be offered anything. */
  get(uid: string): SavedConfiguration | undefined;
  /** Resolves once the text is on disk. */
  save(uid: string, text: string): Promise<SavedConfiguration>;
}

export interface OpenSavedConfigurationsOptions {
  files: Files;
  clock: Clock;
  log: Log;
  /** The JSON file that keeps them. */
  path: string;
}

const document = z.object({
  version: z.literal(1),
  agents: z.record(z.string(), z.object({ config: z.string(), savedAt: z.iso.datetime() })),
});

/** Reads the configurations that were saved before. A file that is not understood is set aside as `….unreadable`. */
export async function openSavedConfigurations(options: OpenSavedConfigurationsOptions): Promise<SavedConfigurations> {
  const { files, clock, path } = options;
  const saved = await load(options);
  let writing = Promise.resolve();
  const save = async (uid: string, text: string) => {
    const configuration = { text, savedAt: new Date(clock.now()).toISOString(), offer: offerOf(text) };
    await files.write(path, serialise(new Map(saved).set(uid, configuration)));
    saved.set(uid, configuration);
    return configuration;
  };
  return {
    get: (uid) => saved.get(uid),
    save: (uid, text) => {
      const result = writing.then(() => save(uid, text));
      writing = result.then(
        () => undefined,
        () => undefined,
      );
      return result;
    },
  };
}

function serialise(saved: ReadonlyMap<string, SavedConfiguration>): string {
  const entries = [...saved].map(([uid, { text, savedAt }]) => [uid, { config: text, savedAt }] as const);
  return `${JSON.stringify({ version: 1, agents: Object.fromEntries(entries) }, undefined, 2)}\n`;
}

async function load({ files, log, path }: OpenSavedConfigurationsOptions): Promise<Map<string, SavedConfiguration>> {
  const bytes = await files.readIfPresent(path);
  if (bytes === undefined) return new Map();
  const parsed = document.safeParse(parseJson(new TextDecoder().decode(bytes)));
  if (!parsed.success) {
    await files.rename(path, `${path}.unreadable`);
    log.error("Saved configurations are not readable and were set aside: nothing is offered from them", {
      file: `${path}.unreadable`,
      reason: z.prettifyError(parsed.error),
    });
    return new Map();
  }
  return new Map(
    Object.entries(parsed.data.agents).map(([uid, { config, savedAt }]) => [
      uid,
      { text: config, savedAt, offer: offerOf(config) },
    ]),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
