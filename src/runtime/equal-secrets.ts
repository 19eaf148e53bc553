/** Compares in a time that tells nothing of where they differ; without `node:crypto`, as `sha256.ts` says why. */
export function equalSecrets(one: string, other: string): boolean {
  const [given, wanted] = [Buffer.from(one), Buffer.from(other)];
  return given.length === wanted.length && crypto.timingSafeEqual(given, wanted);
}
