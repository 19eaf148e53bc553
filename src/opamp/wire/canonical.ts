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
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return true;
  if (Array.isArray(value)) return value.every(isWellFormed);
  for (const [key, entry] of Object.entries(value)) if (!key.isWellFormed() || !isWellFormed(entry)) return false;
  return true;
}

function copy(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || isLong(value)) return value;
  const entries = Object.entries(value);
  if (entries.length > 1) entries.sort(([left], [right]) => (left < right ? -1 : Number(left > right)));
  for (const entry of entries) {
    entry[0] = entry[0].toWellFormed();
    entry[1] = copy(entry[1]);
  }
  return Object.fromEntries(entries);
}
