/** Longest wait that a server can order, milliseconds: a slip of the pen must not silence an agent for days. */
export const longestOrderedWaitMs = 3_600_000;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Milliseconds that a response with `Retry-After` asks to wait, between 0 and one hour (RFC 9110, 10.2.3); `undefined`
 * without the header and for text that is neither seconds nor a date. A date is measured against the response's own
 * `Date`, so that the difference between our clock and the server's plays no part; without one against `now`.
 * Header names are in lower case, `now` is milliseconds since the Unix epoch.
 */
export function readRetryAfter(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const text = headers["retry-after"]?.trim();
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return bounded(Number(text) * 1000);
  const until = readHttpDate(text);
  return until === undefined ? undefined : bounded(until - (readHttpDate(headers["date"]?.trim() ?? "") ?? now));
}

function bounded(ms: number): number {
  return Math.min(longestOrderedWaitMs, Math.max(0, ms));
}

/** Milliseconds since the Unix epoch of a date in one of the three forms of RFC 9110, 5.6.7. */
export function readHttpDate(text: string): number | undefined {
  const current = /^[A-Z][a-z]+, (\d{2})[ -]([A-Z][a-z]{2})[ -](\d{4}|\d{2}) (\d{2}):(\d{2}):(\d{2}) GMT$/.exec(text);
  const asctime = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) (\d{2}):(\d{2}):(\d{2}) (\d{4})$/.exec(text);
  if (current) {
    const [, day, month, year, ...time] = current;
    return utc(fullYear(year ?? ""), month, day, time);
  }
  if (!asctime) return undefined;
  const [, month, day, hours, minutes, seconds, year] = asctime;
  return utc(Number(year), month, day, [hours, minutes, seconds]);
}

function utc(year: number, month = "", day = "", time: readonly (string | undefined)[] = []): number | undefined {
  const index = months.indexOf(month);
  const [hours = 0, minutes = 0, seconds = 0] = time.map(Number);
  return index < 0 ? undefined : Date.UTC(year, index, Number(day), hours, minutes, seconds);
}

/** Two digits, which only the obsolete form has, stand for a year of 1970 to 2069. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}
