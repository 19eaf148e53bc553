/** What became of a change. */
export type Posted = { kind: "done" } | { kind: "refused"; reason: string };

/** Sends a change; a refusal comes with the reason that the server gave, or with the lack of any answer. */
export async function postJson(path: string, body: unknown): Promise<Posted> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return { kind: "done" };
    return { kind: "refused", reason: reasonOf(await response.json().catch(() => undefined), response.status) };
  } catch {
    return { kind: "refused", reason: "The server does not answer." };
  }
}

function reasonOf(answer: unknown, status: number): string {
  const isReason = typeof answer === "object" && answer !== null && "error" in answer;
  return isReason && typeof answer.error === "string" ? answer.error : `The server answered with ${status}.`;
}
