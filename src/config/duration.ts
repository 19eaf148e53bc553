const unitMilliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** The longest duration of Go, 2^63-1 nanoseconds, in milliseconds. */
const longestMilliseconds = 2 ** 63 / 1e6;

/**
 * Milliseconds (with fractions) of a Go duration string: an optional sign, then decimal numbers each with a unit
 * (`ns`, `us`, `µs`, `ms`, `s`, `m`, `h`), as `1m30s`, `1.5h`, `.5s`, `-2ms`; `0` needs no unit. `undefined` for
 * anything else, and for what does not fit Go's 64-bit nanoseconds (Go `time.ParseDuration`).
 */
export function parseDuration(text: string): number | undefined {
  const negative = text.startsWith("-");
  const unsigned = negative || text.startsWith("+") ? text.slice(1) : text;
  if (unsigned === "0") return 0;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(unsigned)) return undefined;
  let sum = 0;
  for (const [, amount = "", unit = ""] of unsigned.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    sum += Number(amount) * (unitMilliseconds[unit] ?? Number.NaN);
  }
  if (sum > longestMilliseconds) return undefined;
  return negative ? -sum : sum;
}
