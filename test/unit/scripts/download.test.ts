import { expect, test } from "bun:test";
import { createServer } from "node:net";
import { join } from "node:path";

import { download } from "../../../scripts/collector/download.ts";
import { scratchDirectory } from "../../support/scratch.ts";

/** A server that answers each connection with these bytes and then closes it, or leaves it open. */
async function rawServer(answer: string, close: boolean): Promise<{ url: string; [Symbol.dispose](): void }> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => (close ? socket.end(answer) : socket.write(answer)));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/file`, [Symbol.dispose]: () => server.close() };
}

function target(): string {
  return join(scratchDirectory(), "file");
}

test("a download that ends before all promised bytes came is an error", async () => {
  using server = await rawServer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this", true);
  await expect(download({ url: server.url, target: target() })).rejects.toThrow();
});

test("a server that never answers is given up", async () => {
  using server = await rawServer("", false);
  const attempt = download({ url: server.url, target: target(), answerWithinMs: 20 });
  await expect(attempt).rejects.toThrow("no answer within 0.02 s");
});

test("a download that stops on its way is given up", async () => {
  using server = await rawServer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this", false);
  const attempt = download({ url: server.url, target: target(), stallMs: 20 });
  await expect(attempt).rejects.toThrow("the download stalled");
});

test("a refusal names the status", async () => {
  using server = await rawServer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", true);
  await expect(download({ url: server.url, target: target() })).rejects.toThrow("HTTP 403");
});

test("progress tells the bytes so far and in all", async () => {
  using server = await rawServer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", true);
  const seen: Array<[number, number | undefined]> = [];
  const sha256 = await download({ url: server.url, target: target(), progress: (...step) => seen.push(step) });
  expect(sha256).toBe("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  expect(seen.at(-1)).toEqual([5, 5]);
});
