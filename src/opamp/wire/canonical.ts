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
  const entries = Object.entries(value);
  if (entries.length > 1) entries.sort(([left], [right]) => (left < right ? -1 : Number(left > right)));
  for (const entry of entries) {
    entry[0] = entry[0].toWellFormed();
    entry[1] = copy(entry[1]);
  }
  return Object.fromEntries(entries);
}

/** A 64-bit number in the shape that protobufjs decodes it to. */
function isLong(value: object): boolean {
  return "low" in value && typeof value.low === "number" && "high" in value && typeof value.high === "number";
}
