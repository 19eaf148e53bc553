import type { AgentRemoteConfig } from "../opamp/wire/messages.ts";

/** A remote configuration offer, as the mind handles it. */
export interface RemoteConfig {
  /** The Server's opaque hash; echoed byte for byte. */
  hash: Uint8Array;
  /** The same as lower-case hex, for comparisons, files and the log. */
  id: string;
  /** Text by name. An empty map asks for a Collector that is stopped on purpose. */
  files: ReadonlyMap<string, string>;
  /** The offer itself, as it goes to disk. */
  message: AgentRemoteConfig;
}

/** Reads an offer. `undefined` where it carries no configuration: by the schema's comment that means "unchanged". */
export function readRemoteConfig(offer: AgentRemoteConfig): RemoteConfig | undefined {
  if (!offer.config) return undefined;
  const hash = Uint8Array.from(offer.configHash ?? []);
  const entries = Object.entries(offer.config.configMap ?? {});
  return {
    hash,
    id: Buffer.from(hash).toString("hex"),
    files: new Map(entries.map(([name, file]) => [name, new TextDecoder().decode(file.body ?? new Uint8Array())])),
    message: offer,
  };
}
