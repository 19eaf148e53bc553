/**
 * A copy of a message that encodes to equal bytes for equal content: the entries of maps are in order, which protobuf
 * leaves open. Strings become well-formed Unicode, as Go peers reject a whole message for one lone surrogate.
 */
export function canonical<Message extends object>(message: Message): Message {
  return copy(message) as Message;
}

function copy(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || isLong(value)) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key.toWellFormed(), copy(entry)] as const);
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : Number(left > right))));
}

/** A 64-bit number in the shape that protobufjs decodes it to. */
function isLong(value: object): boolean {
  return "low" in value && typeof value.low === "number" && "high" in value && typeof value.high === "number";
}
