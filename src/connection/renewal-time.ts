export interface RenewalTimeOptions {
  /** Of the certificate, milliseconds since the Unix epoch. */
  validFrom: number;
  validTo: number;
  /** When it was seen first in this run, by this machine's clock. */
  seenAt: number;
  /** Whether it has just come; otherwise an earlier run has left it. */
  isNew: boolean;
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
 * new one that by this machine's clock is not valid shows that the clock is wrong, since the server has just issued it:
 * its life is counted from its coming. Of a new one that comes late in its life, what is left of it counts, so that
 * a server which offers the same again is not asked again and again.
 */
export function renewalTime({ validFrom, validTo, seenAt, isNew, unit }: RenewalTimeOptions): number {
  const part = dueAfter + unit * jitter;
  const life = Math.max(0, validTo - validFrom);
  if (seenAt < validFrom) return seenAt + Math.max(earliest, life * part);
  const due = validFrom + life * part;
  if (!isNew) return due;
  if (seenAt >= validTo) return seenAt + Math.max(earliest, life * part);
  return Math.max(due > seenAt ? due : seenAt + (validTo - seenAt) * part, seenAt + earliest);
}
