import { expect, test } from "bun:test";
import { createServer } from "node:net";

import { freePort, needPort } from "../../support/free-port.ts";

test("a port for a test is another one each time, and none that the system would give to somebody else", async () => {
  const ports = [await freePort(), await freePort(), await freePort()];
  expect(new Set(ports).size).toBe(3);
  for (const port of ports) expect(port).toBeWithin(20_000, 32_768);
});

test("a port that somebody holds is passed over, and told to a test that can take no other", async () => {
  const before = await freePort();
  const held = before === 32_767 ? 20_000 : before + 1;
  const server = createServer();
  await new Promise<void>((listening) => server.listen(held, "127.0.0.1", listening));
  try {
    expect(await freePort()).not.toBe(held);
    await expect(needPort(held)).rejects.toThrow(`port ${held} is not free for this test`);
  } finally {
    server.close();
  }
  await needPort(before);
});
