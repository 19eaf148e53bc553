/**
 * Whether a step of a pattern of files can match a name. Says so rather once too often: case does not count, a class is any
 * character, one that does not end is any text, and so is a name that is no Unicode. Takes the product of both lengths at most.
 */
export function stepMatches(step: string, name: string): boolean {
  const text = step.replace(/\[[^\]]+\]/g, "?");
  if (text.includes("[") || name.includes("\ufffd")) return true;
  const [wanted, there] = [Array.from(text), Array.from(name)];
  let [at, place] = [0, 0];
  let star: { at: number; place: number } | undefined;
  while (place < there.length) {
    const sign = wanted[at];
    if (sign === "*") {
      at += 1;
      star = { at, place };
    } else if (sign !== undefined && (sign === "?" || sign.toLowerCase() === there[place]?.toLowerCase())) {
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
