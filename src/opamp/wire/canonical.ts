import { isLong } from "./integers.ts";

/**
 * A copy of a message that encodes to equal bytes for equal content: the entries of maps are in order, which protobuf
 * leaves open. Strings become well-formed Unicode, as Go peers reject a whole message for one lone surrogate.
 */
export function canonical<Message extends object>(message: Message): Message {
  return copy(message) as Message;
}

/**
 * The message itself where all its strings are well-formed Unicode, else a copy in which they are: for messages whose
 * order of map entries nobody compares.
 */
export function wellFormed<Message extends object>(message: Message): Message {
  return isWellFormed(message) ? message : canonical(message);
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (Array.isArray(value)) return value.every(isWellFormed);
  if (!isRecord(value)) return true;
  for (const key of Object.keys(value)) if (!key.isWellFormed() || !isWellFormed(value[key])) return false;
  return true;
}

function copy(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(copy);
  if (!isRecord(value) || isLong(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key.toWellFormed(), copy(value[key])]));
}

/** A message or a map. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}
