import { expect, test } from "bun:test";
import { join } from "node:path";

import type { CustomMessage } from "../../src/opamp/wire/messages.ts";
import { World } from "../support/e2e.ts";
import { writeFakeCollector } from "../support/fake-collector.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { TestServer } from "../support/test-server.ts";

const capability = "io.example.echo";

test("custom messages go both ways, also with the Collector that comes after one that has ended", async () => {
  const server = await TestServer.start();
  const collector = writeFakeCollector(join(scratchDirectory(), "otelcol"), { echoes: capability });
  const supervisor = new World({ endpoint: server.endpoint, collector }).start();
  await server.until(({ customCapabilities }) => customCapabilities?.capabilities?.includes(capability));
  const say = (text: string) =>
    server.send({ customMessage: { capability, type: "text", data: Buffer.from(text) } satisfies CustomMessage });
  const echoOf = (text: string) =>
    server.until(() => {
      const echoes = server.messages.flatMap(({ customMessage }) => (customMessage ? [customMessage] : []));
      return echoes
        .map(({ data }) => new TextDecoder().decode(data ?? undefined))
        .find((echo) => echo.startsWith(text));
    });
  server.send({ customCapabilities: { capabilities: ["io.example.server"] } });
  say("first");
  const first = await echoOf("first");
  expect(first).toEndWith("the server has io.example.server");
  say("end");
  await server.until(({ health }) => health?.healthy === false);
  say("second");
  const second = await echoOf("second");
  expect(second).toEndWith("the server has io.example.server");
  expect(/by (\d+)/.exec(second)?.[1]).not.toBe(/by (\d+)/.exec(first)?.[1] ?? "");
  await supervisor.stop();
});
