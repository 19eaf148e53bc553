import { parse } from "yaml";

import { isSecretPath } from "../../compose/refusal.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import type { StoredState } from "../../storage/stored-state.ts";

/** Deeper than this no record of ours is. */
const mostLevels = 12;

export interface SecretSources {
  config: SupervisorConfig | undefined;
  stored: StoredState | undefined;
  /** YAML texts as they are written: of the supervisor's configuration and of the layers of the Collector's. */
  texts: readonly string[];
}

/**
 * Texts that are secrets by where they stand: in the configurations, also where they are refused, and in what the server
 * has sent. Of a value with several words each word is one, as in `Bearer TOKEN`.
 */
export function knownSecrets({ config, stored, texts }: SecretSources): string[] {
  const found: string[] = [];
  for (const text of [...texts, ...remoteTexts(stored)]) collectFrom(text, found);
  if (config !== undefined) {
    collect(config.server?.headers, ["headers"], found);
    collect(config.server?.auth, ["auth"], found);
    collect(config.server, [], found);
    collect(config.agent.env, ["secret"], found);
    collect(config.storage, [], found);
    collect(config.telemetry, [], found);
  }
  if (stored !== undefined) {
    const { ownTelemetry, otherConnections, connection, connectionCandidate, certificateRequest, receivedPackages } =
      stored;
    for (const settings of [ownTelemetry, otherConnections, connection, connectionCandidate])
      collect(settings, [], found);
    collect(certificateRequest, ["key"], found);
    collect(receivedPackages, [], found);
  }
  return [...new Set(found.flatMap((secret) => [secret, ...secret.split(/\s+/)]))].filter(
    (word) => !ordinary.has(word),
  );
}

/** Names of schemes of authentication, and what references are made of. */
const ordinary: ReadonlySet<string> = new Set([
  "Bearer",
  "bearer",
  "Basic",
  "basic",
  "-----BEGIN",
  "PRIVATE",
  "KEY-----",
]);

/** The bodies of all remote configurations that are kept. */
export function remoteTexts(stored: StoredState | undefined): string[] {
  if (stored === undefined) return [];
  const { receivedRemoteConfig, workingRemoteConfig, lastGoodRemoteConfig, earlierRemoteConfig, heldRemoteConfig } =
    stored;
  const all = [receivedRemoteConfig, workingRemoteConfig, lastGoodRemoteConfig, earlierRemoteConfig, heldRemoteConfig];
  return all
    .flatMap((each) => Object.values(each?.config?.configMap ?? {}))
    .map(({ body }) => new TextDecoder().decode(body ?? undefined));
}

function collectFrom(text: string, found: string[]): void {
  try {
    const all: unknown = parse(text);
    collect(all, [], found);
    // Sections that the supervisor knows to hold secrets, whatever the names in them.
    const { agent, extensions } = all as { agent?: { env?: unknown }; extensions?: unknown };
    collect(agent?.env, ["secret"], found);
    collect(extensions, ["secret"], found);
  } catch {
    return;
  }
}

function collect(value: unknown, path: readonly string[], found: string[]): void {
  if (value === null || value === undefined || path.length > mostLevels) return;
  if (typeof value === "string") {
    const userInfo = /\/\/([^/?#@]*)@/.exec(value)?.[1];
    if (userInfo !== undefined) found.push(...userInfo.split(":"), userInfo);
    if (isSecretPath(path)) found.push(value);
  } else if (value instanceof Uint8Array) {
    if (isSecretPath(path)) found.push(new TextDecoder().decode(value));
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, path, found);
  } else if (value instanceof Map) {
    for (const [key, item] of value) collect(item, [...path, String(key)], found);
  } else if (typeof value === "object") {
    for (const [key, item] of Object.entries(value)) collect(item, [...path, key], found);
  }
}
