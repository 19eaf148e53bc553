import type { Socket } from "node:net";

/** The head of an HTTP request. */
export interface RequestHead {
  method: string;
  /** As it was sent: a path, a whole URL, or host and port. */
  target: string;
  headers: Headers;
}

/** Reads the head of a request, and what came along behind it; no head where it is none, or ends before. */
export function readHead(socket: Socket): Promise<{ head?: RequestHead; rest: Buffer }> {
  const { promise, resolve } = Promise.withResolvers<{ head?: RequestHead; rest: Buffer }>();
  let read = Buffer.alloc(0);
  const take = (chunk: Buffer) => {
    read = Buffer.concat([read, chunk]);
    const end = read.indexOf("\r\n\r\n");
    const isHttp = /^[A-Z]/.test(read.toString("latin1", 0, 1));
    if (end < 0 && isHttp) return;
    socket.off("data", take);
    socket.pause();
    if (!isHttp) return resolve({ rest: read });
    resolve({ head: parseHead(read.subarray(0, end).toString()), rest: read.subarray(end + 4) });
  };
  socket.on("data", take);
  socket.on("error", () => socket.destroy());
  socket.once("close", () => resolve({ rest: read }));
  return promise;
}

function parseHead(text: string): RequestHead {
  const [first = "", ...lines] = text.split("\r\n");
  const [method = "", target = ""] = first.split(" ");
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { method, target, headers: new Headers(headers) };
}
