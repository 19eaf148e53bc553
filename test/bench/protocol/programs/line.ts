/** One event of a program here, in the form of those of `test/interop/go`. */
export function emit(event: string, facts: Readonly<Record<string, number>> = {}): void {
  console.log(JSON.stringify({ event, ...facts }));
}

/** Resolves when nobody holds the other end any more, so that no program outlives the bench. */
export async function inputEnded(): Promise<void> {
  for await (const _ of process.stdin);
}
