export interface RenewalTimeOptions {
  /** Of the certificate, milliseconds since the Unix epoch. */
  validFrom: number;
  validTo: number;
  /** When it came, by this machine's clock. */
  receivedAt: number;
  /** A random number in [0, 1). */
  unit: number;
}

/** The part of a certificate's life after which another one is asked for. */
const dueAfter = 2 / 3;

/** How much of its life the next request may be later by chance, so that a fleet does not ask all at once. */
const jitter = 1 / 15;

/** Milliseconds after its coming in which no other one is asked for, whatever its times say. */
const earliest = 10_000;

/**
 * When to ask for the next certificate: at two thirds of the life of the present one, plus up to a fifteenth of it at random. A
 * certificate that by this machine's clock was not valid when it came shows that the clock is wrong, since the server had
 * just issued it: then its life is counted from its coming. One that came late in its life (an old one, offered again)
 * has what was left of it counted.
 */
export function renewalTime({ validFrom, validTo, receivedAt, unit }: RenewalTimeOptions): number {
  const life = Math.max(0, validTo - validFrom);
  const isSkewed = receivedAt < validFrom || receivedAt >= validTo;
  const start = isSkewed ? receivedAt : validFrom;
  const part = dueAfter + unit * jitter;
  const due = start + life * part;
  const late = receivedAt + (validTo - receivedAt) * part;
  const wanted = due <= receivedAt && !isSkewed ? late : due;
  return Math.max(wanted, receivedAt + earliest);
}
