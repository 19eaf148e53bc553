import { toBigInt } from "../../../src/opamp/wire/integers.ts";
import type { AnyValue, KeyValue } from "../../../src/opamp/wire/messages.ts";

/** A value of the protocol as JSON: integers beyond 2^53 as text, bytes in base64. */
export type AttributeValue = string | number | boolean | null | AttributeValue[] | { [key: string]: AttributeValue };

export interface Attribute {
  key: string;
  value: AttributeValue;
}

/** Attributes in the order of their keys. */
export function attributesOf(list: readonly KeyValue[] | null | undefined): Attribute[] {
  return (list ?? [])
    .map(({ key, value }) => ({ key: key ?? "", value: valueOf(value) }))
    .sort((left, right) => (left.key < right.key ? -1 : Number(left.key > right.key)));
}

/** The text of a string attribute that is there and not empty. */
export function textOf(list: readonly Attribute[], key: string): string | undefined {
  const value = list.find((attribute) => attribute.key === key)?.value;
  return typeof value === "string" && value !== "" ? value : undefined;
}

function valueOf(value: AnyValue | null | undefined): AttributeValue {
  if (!value) return null;
  if (typeof value.stringValue === "string") return value.stringValue;
  if (typeof value.boolValue === "boolean") return value.boolValue;
  if (typeof value.doubleValue === "number") return doubleOf(value.doubleValue);
  if (value.intValue !== null && value.intValue !== undefined) return integerOf(toBigInt(value.intValue));
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(valueOf);
  if (value.kvlistValue) {
    return Object.fromEntries((value.kvlistValue.values ?? []).map((pair) => [pair.key ?? "", valueOf(pair.value)]));
  }
  return value.bytesValue ? Buffer.from(value.bytesValue).toString("base64") : null;
}

/** JSON has no infinity and no NaN. */
function doubleOf(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function integerOf(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
