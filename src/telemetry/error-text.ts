const deepest = 5;

/** What was thrown as text for a log line: the message and those of its causes, each one said once; never a stack. */
export function errorText(thrown: unknown): string {
  const said: string[] = [];
  let current = thrown;
  for (let depth = 0; depth < deepest && current !== undefined; depth++) {
    const message = messageOf(current);
    if (!said.some((earlier) => earlier.includes(message))) said.push(message);
    current = current instanceof Error ? current.cause : undefined;
  }
  return said.join(": ");
}

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown === "string" ? thrown : `thrown value of type ${typeof thrown}`;
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : undefined;
  const message = thrown.message === "" ? thrown.name : thrown.message;
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`;
}
