/** What an owner's handler has thrown, for the log: its message, never a stack. */
export function thrownText(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
