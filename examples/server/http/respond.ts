/** A JSON body. */
export function json(value: unknown, status = 200): Response {
  return Response.json(value, { status });
}

/** The JSON form of every refusal. */
export function problem(status: number, error: string): Response {
  return json({ error }, status);
}

/** A refusal for people. */
export function plain(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers } });
}
