/**
 * One command line of these words, from which `CommandLineToArgvW` and the C library make the same words again: a backslash is
 * itself but before a quote, where each stands for half a one.
 */
export function commandLine(words: readonly string[]): string {
  return words.map(quoted).join(" ");
}

function quoted(word: string): string {
  if (word !== "" && !/[\s"]/.test(word)) return word;
  return `"${word.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\+)$/, "$1$1")}"`;
}

/**
 * The block of an environment: `NAME=value`, each ended by a zero, in the order that Windows has them in (by name, in upper case),
 * and one more zero. Of names that differ in case alone the last one stays.
 */
export function environmentBlock(env: Readonly<Record<string, string>>): Uint8Array {
  const entries = new Map(Object.entries(env).map(([name, value]) => [name.toUpperCase(), `${name}=${value}\0`]));
  const sorted = [...entries].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry);
  return new Uint8Array(Buffer.from(`${sorted.join("") || "\0"}\0`, "utf16le"));
}
