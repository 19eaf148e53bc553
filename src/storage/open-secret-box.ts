import type { SecretKeySource } from "../config/types.ts";
import type { Runtime } from "../runtime/ports.ts";
import { createSecretBox, type SecretBox } from "./secret-box.ts";
import { readSecretKey } from "./secret-key.ts";

/** `reason`: why there is no key; nothing of what it is. */
export type BoxOpening = { opened: true; box: SecretBox | undefined } | { opened: false; reason: string };

/** What encrypts stored secrets, with the operator's key; none where `source` is unset. */
export async function openSecretBox(
  source: SecretKeySource | undefined,
  { files, processes, host, random }: Pick<Runtime, "files" | "processes" | "host" | "random">,
): Promise<BoxOpening> {
  if (source === undefined) return { opened: true, box: undefined };
  const reading = await readSecretKey({ source, files, processes, host });
  if (!reading.read) return { opened: false, reason: `no key for storage.secrets: ${reading.reason}` };
  return { opened: true, box: await createSecretBox({ key: reading.key, random }) };
}

/** An environment without the key, for all that must not have it. */
export function withoutKey(
  env: Readonly<Record<string, string>>,
  source: SecretKeySource | undefined,
): Readonly<Record<string, string>> {
  if (source?.from !== "env") return env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== source.name));
}
