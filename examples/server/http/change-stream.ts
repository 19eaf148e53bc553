import type { Fleet } from "../agents/fleet.ts";

/**
 * Server-sent events (HTML, § Server-sent events): one `change` with the uid of each agent that has something new. What
 * changes while a reader does not read is told once.
 */
export function changeStream(fleet: Pick<Fleet, "subscribe">, signal: AbortSignal): Response {
  const encoder = new TextEncoder();
  const changed = new Set<string>();
  let wake = () => {};
  const unsubscribe = fleet.subscribe((uid) => {
    changed.add(uid);
    wake();
  });
  const stop = () => {
    unsubscribe();
    wake();
    signal.removeEventListener("abort", stop);
  };
  signal.addEventListener("abort", stop, { once: true });
  const events = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode("retry: 1000\n\n")),
    async pull(controller) {
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      if (changed.size === 0) await promise;
      const text = [...changed].map((uid) => `event: change\ndata: ${uid}\n\n`).join("");
      changed.clear();
      if (text !== "") controller.enqueue(encoder.encode(text));
    },
    cancel: stop,
  });
  return new Response(events, { headers: { "content-type": "text/event-stream" } });
}
