import type { Readable } from "node:stream";

/**
 * A stream of the runtime as one of the web, which is read no faster than that is. (Its own `toWeb` throws where nobody catches it,
 * when a stream that was cancelled ends.)
 *
 * @param leave what is done when nobody reads on. Default: it is destroyed
 */
export function webStream(
  readable: Readable,
  leave: (readable: Readable) => void = (left) => void left.destroy(),
): ReadableStream<Uint8Array> {
  let open = true;
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const over = (finish: () => void) => () => {
        if (open) finish();
        open = false;
      };
      readable.pause();
      readable.on("data", ({ buffer, byteOffset, length }: Buffer) => {
        if (!open) return;
        controller.enqueue(new Uint8Array(buffer, byteOffset, length));
        if ((controller.desiredSize ?? 0) <= 0) readable.pause();
      });
      readable.once(
        "end",
        over(() => controller.close()),
      );
      readable.on("error", (error) => over(() => controller.error(error))());
      readable.once(
        "close",
        over(() => controller.error(Object.assign(new Error("closed"), { code: "ECONNRESET" }))),
      );
    },
    pull: () => void readable.resume(),
    cancel: () => {
      open = false;
      leave(readable);
    },
  });
}
