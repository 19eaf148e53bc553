import { timingSafeEqual } from "#runtime/hashes.ts";

/** Compares in a time that tells nothing of where they differ. */
export function equalSecrets(one: string, other: string): boolean {
  const [given, wanted] = [Buffer.from(one), Buffer.from(other)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
