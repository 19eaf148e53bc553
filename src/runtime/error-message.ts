/** What was thrown as text: its message, without its code, its causes and its stack. */
export function errorMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
