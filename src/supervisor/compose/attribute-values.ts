import type { AttributeValue } from "../../compose/layers.ts";
import { toBigInt } from "../../opamp/wire/integers.ts";
import type { AnyValue, KeyValue } from "../../opamp/wire/messages.ts";

/** OpAMP attributes as plain values by name; of a name that repeats the last counts, a value that is not set is left out. */
export function attributeValues(pairs: readonly KeyValue[]): Map<string, AttributeValue> {
  const entries = pairs.flatMap(({ key, value }): [string, AttributeValue][] => {
    const plain = value && plainValue(value);
    return plain === undefined ? [] : [[key ?? "", plain]];
  });
  return new Map(entries);
}

/** Which member of the oneof is set shows only by the property being the message's own. */
function plainValue(value: AnyValue): AttributeValue | undefined {
  if (Object.hasOwn(value, "stringValue")) return value.stringValue ?? undefined;
  if (Object.hasOwn(value, "boolValue")) return value.boolValue ?? undefined;
  if (Object.hasOwn(value, "intValue")) return toBigInt(value.intValue);
  if (Object.hasOwn(value, "doubleValue")) return value.doubleValue ?? undefined;
  if (Object.hasOwn(value, "bytesValue")) return value.bytesValue ?? undefined;
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(plainValue).filter((item) => item !== undefined);
  return value.kvlistValue ? attributeValues(value.kvlistValue.values ?? []) : undefined;
}

/** A map as an OpAMP value. */
export function mapValue(entries: readonly (readonly [string, AnyValue])[]): AnyValue {
  return { kvlistValue: { values: entries.map(([key, value]) => ({ key, value })) } };
}
