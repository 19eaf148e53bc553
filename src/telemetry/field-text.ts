/** Longest text of one value in a line, bytes of UTF-8, the note on the cut included. */
export const maxValueBytes = 16 * 1024;

const noteBytes = 64;
const unsafe = /[\u007f-\u009f\u2028\u2029]/;
const everyUnsafe = new RegExp(unsafe, "g");

/** Well-formed and at most `maxBytes` long; a longer text ends with a note of how much is left out. */
export function boundedText(text: string, maxBytes = maxValueBytes): string {
  const whole = text.toWellFormed();
  if (whole.length * 3 <= maxBytes) return whole;
  const { read } = new TextEncoder().encodeInto(whole, new Uint8Array(maxBytes - noteBytes));
  const fits = read === whole.length || new TextEncoder().encode(whole).length <= maxBytes;
  return fits ? whole : `${whole.slice(0, read)}… (cut after ${read} of ${whole.length} characters)`;
}

/** A JSON string; what a terminal could take for a command is escaped beyond the needs of JSON. */
export function jsonText(text: string, maxBytes = maxValueBytes): string {
  return JSON.stringify(boundedText(text, maxBytes)).replace(everyUnsafe, escaped);
}

/** Whether something in `text` must be escaped beyond the needs of JSON. */
export function isUnsafe(text: string): boolean {
  return unsafe.test(text);
}

/** One field's value as JSON. Numbers that JSON has no form for become text. */
export function jsonValue(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : `"${value}"`;
  if (typeof value === "string") return jsonText(value);
  return isTextList(value) ? jsonList(value) : JSON.stringify(value).replace(everyUnsafe, escaped);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** For text outside of JSON: control characters, line ends among them, as their JSON escapes. */
export function plainText(text: string, maxBytes = maxValueBytes): string {
  return boundedText(text, maxBytes).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, escaped);
}

function jsonList(items: readonly string[]): string {
  const kept: string[] = [];
  let bytes = 0;
  for (const item of items) {
    const text = jsonText(item);
    bytes += text.length * 3;
    if (bytes > maxValueBytes && kept.length > 0) {
      kept.push(`"… (cut after ${kept.length} of ${items.length} entries)"`);
      break;
    }
    kept.push(text);
  }
  return `[${kept.join(",")}]`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
