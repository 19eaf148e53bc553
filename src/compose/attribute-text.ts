import { Buffer } from "node:buffer";

import type { AttributeValue } from "./layers.ts";

/** An attribute's value as the string that the Collector itself would make of it (pdata, `Value.AsString`). */
export function attributeText(value: AttributeValue): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return typeof value === "object" ? json(value) : String(value);
}

function json(value: AttributeValue): string {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return JSON.stringify(attributeText(value));
  if (value instanceof Map) {
    const members = [...value].map(([key, inner]: [string, AttributeValue]) => `${JSON.stringify(key)}:${json(inner)}`);
    return `{${members.join(",")}}`;
  }
  return Array.isArray(value)
    ? `[${value.map((inner: AttributeValue) => json(inner)).join(",")}]`
    : JSON.stringify(value);
}
