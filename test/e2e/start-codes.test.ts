import { expect, test } from "bun:test";

import { World } from "../support/e2e.ts";

test("a port for the Collector that is taken is told at the start", async () => {
  const holder = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const config = { agent: { opamp_server_port: holder.port } };
  const supervisor = new World({ endpoint: "ws://127.0.0.1:1/v1/opamp", config }).start();
  expect(await supervisor.exitCode).toBe(1);
  holder.stop(true);
  expect(supervisor.lines.at(-1)).toMatchObject({
    code: "LINK",
    msg: expect.stringContaining(`cannot listen on 127.0.0.1:${holder.port} for the Collector: EADDRINUSE`),
  });
});
