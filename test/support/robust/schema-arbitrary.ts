import fc from "fast-check";
import protobuf from "protobufjs";

import type { AgentToServer, ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import { schemaOf } from "./schema.ts";

/** Names that maps must carry like any other. */
const hostileNames = ["", "__proto__", "constructor", "toString", "../x", "0", "4294967295", "\0", "a/b"];
const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
  fc.constantFrom(...hostileNames),
);

/** 64-bit numbers as decimal text, which the encoder takes too. */
const wide = (min: bigint, max: bigint) => fc.bigInt({ min, max }).map(String);
const wideUnsigned = wide(1n, 2n ** 64n - 1n);

/** Scalars that are not their type's zero, which is not sent. */
const scalars: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: text.filter((value) => value !== ""),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }),
  bool: fc.constant(true),
  double: fc.double({ noNaN: true }).filter((value) => value !== 0),
  uint64: wideUnsigned,
  fixed64: wideUnsigned,
  int64: wide(-(2n ** 63n), -1n),
};

/** Of enums also values that no version knows. */
const enumValue = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 2 ** 31 - 1 }));

const known = new Map<string, fc.Arbitrary<object>>();

/** Any content of a message of the schema, nested at most `depth` deep. */
function messageArbitrary(type: protobuf.Type, depth: number): fc.Arbitrary<object> {
  const key = `${type.name} ${depth}`;
  const found = known.get(key);
  if (found) return found;
  const fields = type.fieldsArray.filter((field) => depth > 0 || !(field.resolvedType instanceof protobuf.Type));
  const alone = fields.filter(({ partOf }) => partOf === null);
  const record = fc.record(Object.fromEntries(alone.map((field) => [field.name, fieldArbitrary(field, depth)])), {
    requiredKeys: [],
  });
  const choices = type.oneofsArray.map(({ oneof }) => {
    const members = fields.filter(({ name }) => oneof.includes(name));
    const each = members.map((field) => fieldArbitrary(field, depth).map((value) => ({ [field.name]: value })));
    return fc.oneof(fc.constant({}), ...each);
  });
  const arbitrary = fc.tuple(record, ...choices).map((parts): object => Object.assign({}, ...parts));
  known.set(key, arbitrary);
  return arbitrary;
}

function fieldArbitrary(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  field.resolve();
  const { resolvedType } = field;
  const one =
    resolvedType instanceof protobuf.Type
      ? messageArbitrary(resolvedType, depth - 1)
      : resolvedType instanceof protobuf.Enum
        ? enumValue
        : scalars[field.type];
  if (!one) throw new Error(`no values for ${field.fullName}, a ${field.type}`);
  if (field instanceof protobuf.MapField) return fc.dictionary(text, one, { maxKeys: 3, noNullPrototype: true });
  return field.repeated ? fc.array(one, { maxLength: 3 }) : one;
}

/** Any message of an agent, with every field of the schema somewhere. */
export const agentMessage: fc.Arbitrary<AgentToServer> = messageArbitrary(schemaOf("AgentToServer"), 5);

/** Any message of a server. */
export const serverMessage: fc.Arbitrary<ServerToAgent> = messageArbitrary(schemaOf("ServerToAgent"), 5);
