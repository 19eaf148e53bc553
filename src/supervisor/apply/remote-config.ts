import { isDeepStrictEqual } from "node:util";

import { readConfigOffer } from "../../opamp/client/config-offer.ts";
import type { AgentRemoteConfig } from "../../opamp/wire/messages.ts";

/** A remote configuration offer, as the mind handles it. */
export interface RemoteConfig {
  /** The Server's opaque hash; echoed byte for byte. */
  hash: Uint8Array;
  /** The same as lower-case hex, for comparisons, files and the log. */
  id: string;
  /** Names of its files. None at all asks for a Collector that is stopped on purpose. */
  names: readonly string[];
  /** Why it cannot be used at all; `undefined` where it can. */
  unreadable: string | undefined;
  /** The offer itself, as it goes to disk. It alone holds the texts, which may be large. */
  message: AgentRemoteConfig;
}

/** Reads an offer. `undefined` where it carries no configuration: by the schema's comment that means "unchanged". */
export function readRemoteConfig(offer: AgentRemoteConfig): RemoteConfig | undefined {
  const read = readConfigOffer(offer);
  if (read.kind === "unchanged") return undefined;
  const { hash } = read;
  const strange = [...read.files].find(([, { body }]) => utf8(body) === undefined);
  const unreadable = strange && `remote file ${JSON.stringify(strange[0])} is not UTF-8 text`;
  return { hash, id: hash.toHex(), names: [...read.files.keys()], unreadable, message: offer };
}

/** The texts by name, decoded anew each time; empty for what is none. */
export function textsOf({ message }: RemoteConfig): ReadonlyMap<string, string> {
  const files = Object.entries(message.config?.configMap ?? {});
  return new Map(files.map(([name, { body }]) => [name, utf8(body) ?? ""]));
}

/**
 * Whether two offers are one: a server that sends no hash, or one hash for two contents, is still understood. What came
 * from the network and what was read from disk may hold the same bytes in arrays of different kinds.
 */
export function sameRemoteConfig(a: RemoteConfig, b: RemoteConfig): boolean {
  return a.id === b.id && isDeepStrictEqual(contentOf(a), contentOf(b));
}

/** The same where there may be none. */
export function sameRemote(a: RemoteConfig | undefined, b: RemoteConfig | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameRemoteConfig(a, b));
}

function contentOf({ message }: RemoteConfig): Map<string, [contentType: string, body: Buffer]> {
  const files = Object.entries(message.config?.configMap ?? {});
  return new Map(files.map(([name, { contentType, body }]) => [name, [contentType ?? "", Buffer.from(body ?? [])]]));
}

/** `undefined` where the bytes are not UTF-8: YAML that is silently changed would run as something else. */
function utf8(bytes: Uint8Array | null | undefined): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes ?? undefined);
  } catch {
    return undefined;
  }
}
