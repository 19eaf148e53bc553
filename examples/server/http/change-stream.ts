import type { Fleet } from "../agents/fleet.ts";

/** Server-sent events (HTML, § Server-sent events): one `change` with the uid of each agent that has something new. */
export function changeStream(fleet: Fleet, signal: AbortSignal): Response {
  const encoder = new TextEncoder();
  let stop = () => {};
  const events = new ReadableStream<Uint8Array>({
    start(controller) {
      const unsubscribe = fleet.subscribe((uid) => {
        controller.enqueue(encoder.encode(`event: change\ndata: ${uid}\n\n`));
      });
      stop = () => {
        unsubscribe();
        signal.removeEventListener("abort", stop);
      };
      signal.addEventListener("abort", stop, { once: true });
      controller.enqueue(encoder.encode("retry: 1000\n\n"));
    },
    cancel: () => stop(),
  });
  return new Response(events, { headers: { "content-type": "text/event-stream" } });
}
