import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";

import { Busboy } from "@fastify/busboy";

import type { Fields } from "../connections/read-tls-fields.ts";

export interface UploadedForm {
  /** Those that came before the file. */
  fields: Fields;
  /** The first one; it must be read to its end. Unset: there is none. */
  file?: { name: string; content: AsyncIterable<Uint8Array> };
}

const limits = { files: 1, fields: 10, fieldSize: 1000, headerPairs: 20 };

/** Reads a form with a file as far as the file's beginning. Rejects where the body is no such form, or breaks off. */
export async function readUpload(request: Request): Promise<UploadedForm> {
  const { promise, resolve, reject } = Promise.withResolvers<UploadedForm>();
  const fields: Record<string, string> = {};
  const parser = new Busboy({ headers: { "content-type": request.headers.get("content-type") ?? "" }, limits });
  parser.on("field", (name, value) => void (fields[name] = value));
  parser.on("file", (_field, content, name) => resolve({ fields, ...(name && { file: { name, content } }) }));
  parser.on("finish", () => resolve({ fields }));
  parser.on("error", reject);
  const body = Readable.fromWeb(request.body as WebStream<Uint8Array>);
  body.on("error", (error) => parser.destroy(error));
  body.pipe(parser);
  return await promise;
}
