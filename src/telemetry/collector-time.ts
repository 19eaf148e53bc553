/** Times of lines in a row: nearly all of them share their second, so that is read once. */
export class CollectorTime {
  #prefix = "";
  #zone = "";
  #second = Number.NaN;

  /**
   * A time as the Collector writes it (`2006-01-02T15:04:05.000Z`, or with an offset such as `+0200`), as seconds since
   * the Unix epoch with six decimals; `undefined` for anything else.
   */
  seconds(text: string): string | undefined {
    const prefix = text.slice(0, secondLength);
    const fraction = text.slice(secondLength + 1, millisecondLength);
    const zone = text.slice(millisecondLength);
    if (text[secondLength] !== "." || !isThreeDigits(fraction)) return undefined;
    if (prefix !== this.#prefix || zone !== this.#zone) {
      this.#prefix = prefix;
      this.#zone = zone;
      this.#second = Date.parse(prefix + zone.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")) / 1000;
    }
    return this.#second >= 0 ? `${this.#second}.${fraction}000` : undefined;
  }
}

const secondLength = "2006-01-02T15:04:05".length;
const millisecondLength = "2006-01-02T15:04:05.000".length;

function isThreeDigits(text: string): boolean {
  return text.length === 3 && /^\d\d\d$/.test(text);
}
