/**
 * Tells which names a step of a pattern of files can match. Says so rather once too often: case does not count, a class is any
 * character, one that does not end is any text, and so is a name that is no Unicode. Takes the product of both lengths at most.
 */
export function stepMatcher(step: string): (name: string) => boolean {
  const text = step.replace(/\[[^\]]+\]/g, "?");
  if (text.includes("[")) return () => true;
  const wanted = characters(text.replace(/\*+/g, "*"));
  return (name) => name.includes("\ufffd") || isMatch(wanted, characters(name));
}

/** One by one: some are several in lower case. */
function characters(text: string): string[] {
  return Array.from(text, (character) => character.toLowerCase());
}

/** Goes back to the last `*` alone, which takes one character more then. */
function isMatch(wanted: readonly string[], name: readonly string[]): boolean {
  let [at, place] = [0, 0];
  let star: { at: number; place: number } | undefined;
  while (place < name.length) {
    const sign = wanted[at];
    if (sign === "*") {
      at += 1;
      star = { at, place };
    } else if (sign !== undefined && (sign === "?" || sign === name[place])) {
      at += 1;
      place += 1;
    } else if (star !== undefined) {
      star = { at: star.at, place: star.place + 1 };
      ({ at, place } = star);
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((sign) => sign === "*");
}
