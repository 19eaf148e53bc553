import { isLong } from "./integers.ts";

/**
 * A message that encodes to equal bytes for equal content: the entries of maps are in order, which protobuf leaves open.
 * Strings are well-formed Unicode, as Go peers reject a whole message for one lone surrogate. It is the given message
 * where that is so already, else a copy.
 */
export function canonical<Message extends object>(message: Message): Message {
  return isFit(message, { ordered: true }) ? message : (copy(message) as Message);
}

/** As `canonical`, without an order: for messages whose order of map entries nobody compares. */
export function wellFormed<Message extends object>(message: Message): Message {
  return isFit(message, { ordered: false }) ? message : (copy(message) as Message);
}

function isFit(value: unknown, wish: { ordered: boolean }): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (Array.isArray(value)) return value.every((element) => isFit(element, wish));
  if (!isRecord(value)) return true;
  let last = "";
  for (const key of Object.keys(value)) {
    if (!key.isWellFormed() || (wish.ordered && key < last) || !isFit(value[key], wish)) return false;
    last = key;
  }
  return true;
}

function copy(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(copy);
  if (!isRecord(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key.toWellFormed(), copy(value[key])]));
}

/** A message or a map. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array) && !isLong(value);
}
