import { createGunzip, createInflateRaw } from "node:zlib";

import { Decompress } from "fzstd";

import type { Compression } from "../inflate.ts";

/** Inflates what is written to it. What is cut off, or has something behind its end, is an error. */
export function inflateStream(compression: Compression): ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>> {
  return new TransformStream(compression === "zstd" ? zstandard() : deflated(compression));
}

type Inflater = Transformer<Uint8Array<ArrayBuffer>, Uint8Array>;

/** The runtime's own streams for the web pass over what stands behind the end. */
function deflated(compression: "gzip" | "deflate-raw"): Inflater {
  const inflater = compression === "gzip" ? createGunzip() : createInflateRaw();
  const over = Promise.withResolvers<void>();
  // Whoever waits for it hears of the failure.
  over.promise.catch(() => {});
  let given = 0;
  return {
    start: (controller) => {
      inflater.on("data", (piece: Buffer) => controller.enqueue(new Uint8Array(piece)));
      inflater.once("end", () => over.resolve());
      inflater.once("error", (error) => over.reject(error));
    },
    transform: (piece) => {
      given += piece.length;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      inflater.write(piece, (error) => (error ? reject(error) : resolve()));
      return Promise.race([promise, over.promise]);
    },
    flush: async () => {
      inflater.end();
      await over.promise;
      if (inflater.bytesWritten !== given) throw new Error("something stands behind the end");
    },
  };
}

/** Node 20 has none of its own. */
function zstandard(): Inflater {
  let inflater: Decompress;
  let given = 0;
  return {
    start: (controller) => {
      inflater = new Decompress((piece) => {
        if (piece.length > 0) controller.enqueue(new Uint8Array(piece));
      });
    },
    transform: (piece) => {
      given += piece.length;
      inflater.push(piece);
    },
    flush: () => {
      if (given === 0) throw new Error("there is nothing");
      inflater.push(new Uint8Array(), true);
    },
  };
}
