/** Something that was waited for did not come. */
export class TooLateError extends Error {
  readonly code = "TOO_LATE";
  override readonly name = "TooLateError";

  constructor(
    readonly what: string,
    readonly limitMs: number,
  ) {
    super(`${what} did not come within ${limitMs / 1000} s`);
  }
}

/** The outcome of `wait`. Rejects with `TooLateError` after `limitMs`. */
export async function within<Value>(limitMs: number, what: string, wait: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new TooLateError(what, limitMs)), limitMs);
  try {
    return await Promise.race([wait, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
