import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import protobuf from "protobufjs";

import { toBigInt } from "../../../src/opamp/wire/integers.ts";

const root = new protobuf.Root();
root.resolvePath = (_origin, target) => join(import.meta.dir, "../../../proto", target);
root.loadSync("opamp.proto");

/** A message of `proto/opamp.proto`, as the schema describes it. */
export function schemaOf(message: "AgentToServer" | "ServerToAgent"): protobuf.Type {
  return root.lookupType(`opamp.proto.v1.${message}`);
}

/**
 * What a message says, as plain data that can be compared: bytes as hex digits, 64-bit numbers as text, maps as `Map`
 * (`__proto__` is a key like any other), and without what protobuf does not distinguish from absence.
 */
function plain(type: protobuf.Type, message: object): unknown {
  const content = new Map<string, unknown>();
  const given = new Map<string, unknown>(Object.entries(message));
  for (const field of type.fieldsArray) {
    const value = given.get(field.name);
    if (value === null || value === undefined) continue;
    if (field instanceof protobuf.MapField) {
      const entries = Object.entries(value).map(([key, entry]) => [key, plainValue(field, entry)] as const);
      if (entries.length > 0) content.set(field.name, new Map(entries));
    } else if (field.repeated && Array.isArray(value)) {
      if (value.length > 0) {
        content.set(
          field.name,
          value.map((entry) => plainValue(field, entry)),
        );
      }
    } else content.set(field.name, plainValue(field, value));
  }
  return content;
}

function plainValue(field: protobuf.Field, value: unknown): unknown {
  const { resolvedType } = field.resolve();
  if (value instanceof Uint8Array) return value.toHex();
  if (typeof value !== "object" || value === null) return value;
  return resolvedType instanceof protobuf.Type ? plain(resolvedType, value) : toBigInt(value).toString();
}

/** Throws where two messages do not say the same. */
export function assertSame(message: "AgentToServer" | "ServerToAgent", found: object, wanted: object): void {
  const type = schemaOf(message);
  const [now, right] = [plain(type, found), plain(type, wanted)];
  if (isDeepStrictEqual(now, right)) return;
  const [foundText, wantedText] = [now, right].map((each) => Bun.inspect(each, { depth: 12 }));
  throw new Error(`found ${foundText} instead of ${wantedText}`);
}
