import { isDeepStrictEqual } from "node:util";

import { readConfigOffer } from "../opamp/client/config-offer.ts";
import type { AgentRemoteConfig } from "../opamp/wire/messages.ts";

/** A remote configuration offer, as the mind handles it. */
export interface RemoteConfig {
  /** The Server's opaque hash; echoed byte for byte. */
  hash: Uint8Array;
  /** The same as lower-case hex, for comparisons, files and the log. */
  id: string;
  /** Text by name. An empty map asks for a Collector that is stopped on purpose. */
  files: ReadonlyMap<string, string>;
  /** Why it cannot be used at all; `undefined` where it can. */
  unreadable: string | undefined;
  /** The offer itself, as it goes to disk. */
  message: AgentRemoteConfig;
}

/** Reads an offer. `undefined` where it carries no configuration: by the schema's comment that means "unchanged". */
export function readRemoteConfig(offer: AgentRemoteConfig): RemoteConfig | undefined {
  const read = readConfigOffer(offer);
  if (read.kind === "unchanged") return undefined;
  const { hash } = read;
  const files = new Map<string, string>();
  let unreadable: string | undefined;
  for (const [name, { body = new Uint8Array() }] of read.files) {
    const text = utf8(body);
    if (text === undefined) unreadable ??= `remote file ${JSON.stringify(name)} is not UTF-8 text`;
    files.set(name, text ?? "");
  }
  return { hash, id: hash.toHex(), files, unreadable, message: offer };
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
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
