import type { AgentConfigFile, AgentRemoteConfig } from "../wire/messages.ts";

/** What the server wants the configuration to be. */
export type ConfigOffer =
  /** No new content: the server says that what it offered before under this hash still holds. */
  | { kind: "unchanged"; hash: Uint8Array }
  | {
      kind: "content";
      /** The server's opaque hash, to be echoed byte for byte in `lastRemoteConfigHash`. */
      hash: Uint8Array;
      /** Files by name. No file at all is content too: what an agent makes of that is its own affair. */
      files: ReadonlyMap<string, AgentConfigFile>;
    };

/**
 * What a `remoteConfig` of a message offers. By the schema's comment `config` is left out when it is unchanged; a `config`
 * that is there without any entry is an empty configuration. Names are the server's: never use one as a path. The hash
 * is a copy.
 */
export function readConfigOffer({ config, configHash }: AgentRemoteConfig): ConfigOffer {
  const hash = Uint8Array.from(configHash ?? []);
  if (!config) return { kind: "unchanged", hash };
  return { kind: "content", hash, files: new Map(Object.entries(config.configMap ?? {})) };
}
