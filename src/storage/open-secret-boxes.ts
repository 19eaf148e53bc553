import type { SecretKeySource, StorageConfig } from "../config/types.ts";
import type { Runtime } from "../runtime/ports.ts";
import type { SecretBoxes } from "./sealed-files.ts";
import { createSecretBox, type SecretBox } from "./secret-box.ts";
import { readSecretKey } from "./secret-key.ts";

type Keys = Pick<StorageConfig, "secretKey" | "previousSecretKey">;

/** `reason`: why there is no key; nothing of what it is. */
export type BoxOpening = { opened: true; boxes: SecretBoxes } | { opened: false; reason: string };

type Workshop = Pick<Runtime, "files" | "processes" | "host" | "random">;

/**
 * What encrypts stored secrets, with the operator's keys; nothing where none is configured.
 *
 * @param signal aborted: no program is waited for that is to give a key. Default: each has its time
 */
export async function openSecretBoxes(
  { secretKey, previousSecretKey }: Keys,
  runtime: Workshop,
  signal?: AbortSignal,
): Promise<BoxOpening> {
  const box = await open(secretKey, runtime, signal);
  const previous = await open(previousSecretKey, runtime, signal);
  if (!box.opened) return { opened: false, reason: `no key for storage.secrets: ${box.reason}` };
  if (!previous.opened) return { opened: false, reason: `no key for storage.secrets.previous: ${previous.reason}` };
  return { opened: true, boxes: { box: box.box, previous: previous.box } };
}

/** An environment without the keys, for all that must not have them. */
export function withoutKeys(
  env: Readonly<Record<string, string>>,
  { secretKey, previousSecretKey }: Keys,
): Readonly<Record<string, string>> {
  const names = [secretKey, previousSecretKey].flatMap((source) => (source?.from === "env" ? [source.name] : []));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}

async function open(
  source: SecretKeySource | undefined,
  { files, processes, host, random }: Workshop,
  signal: AbortSignal | undefined,
): Promise<{ opened: true; box: SecretBox | undefined } | { opened: false; reason: string }> {
  if (source === undefined) return { opened: true, box: undefined };
  const reading = await readSecretKey({ source, files, processes, host, signal });
  if (!reading.read) return { opened: false, reason: reading.reason };
  return { opened: true, box: await createSecretBox({ key: reading.key, random }) };
}
