import { Reader } from "protobufjs";

/** Numbers of fields: AgentToServer.effective_config, EffectiveConfig.config_map, AgentConfigMap.config_map, the key of an entry. */
const [effectiveConfig, configMap, entries, key] = [6, 1, 1, 1];

/** The names in the effective configuration as they stand in an encoded AgentToServer: a decoded map has each name once. */
export function fileNamesIn(message: Uint8Array): string[] {
  const maps = [effectiveConfig, configMap, entries].reduce(
    (outer, field) => outer.flatMap((bytes) => bytesOf(bytes, field)),
    [message],
  );
  return maps.map((entry) => Buffer.concat(bytesOf(entry, key)).toString());
}

/** Each occurrence of a field of bytes. */
function bytesOf(message: Uint8Array, field: number): Uint8Array[] {
  const reader = Reader.create(message);
  const found: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === field) found.push(reader.bytes());
    else reader.skipType(tag & 7);
  }
  return found;
}
