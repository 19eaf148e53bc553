import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";

import { answers, freePort, otelcol, serving, World } from "../support/e2e.ts";
import { TestServer } from "../support/test-server.ts";

test("fallback configurations run until the server is reached for the first time, then the operator's own", async () => {
  const server = await TestServer.start();
  await server.stop();
  const [own, fallback] = [await freePort(), await freePort()];
  const agent = { startup_fallback_configs: ["fallback.yaml"], config_files: ["local.yaml"] };
  const config = { agent: { executable: otelcol, ...agent } };
  const world = new World({ endpoint: server.endpoint, local: serving(own), config });
  writeFileSync(world.path("fallback.yaml"), serving(fallback));
  const supervisor = world.start();
  await supervisor.line("The fallback configuration runs");
  expect([await answers(fallback), await answers(own)]).toEqual([true, false]);
  await server.open();
  await server.until(() => server.effective()?.includes(`${own}`));
  expect([await answers(fallback), await answers(own)]).toEqual([false, true]);
});

test("a fallback configuration that is not there ends the start with its name", async () => {
  const config = { agent: { executable: otelcol, startup_fallback_configs: ["gone.yaml"] } };
  const world = new World({ endpoint: "ws://127.0.0.1:1/v1/opamp", config });
  const supervisor = world.start();
  expect(await supervisor.exitCode).toBe(1);
  const line = await supervisor.line(
    "Cannot supervise the Collector: agent::startup_fallback_configs: gone.yaml: there is no such file",
  );
  expect(line["code"]).toBe("FALLBACK");
});

test("a Collector that is ended is told to a server that wants to know, with the tally", async () => {
  const server = await TestServer.start();
  const supervisor = new World({ endpoint: server.endpoint }).start();
  await server.healthy();
  server.send({ customCapabilities: { capabilities: ["io.opentelemetry.opampsupervisor"] } });
  const [collector] = supervisor.descendants();
  process.kill(collector ?? 0, "SIGKILL");
  const told = await server.until(() =>
    server.messages.flatMap(({ customMessage }) => customMessage ?? []).find(({ type }) => type === "collector-ended"),
  );
  const tally: unknown = JSON.parse(new TextDecoder().decode(told.data ?? undefined));
  expect(tally).toMatchObject({ inARow: 1, deaths: [{ how: "signal SIGKILL", outOfMemory: false }] });
});
