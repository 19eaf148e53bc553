import { beforeAll, expect, onTestFinished, test } from "bun:test";

import { additionalConfiguration } from "../../scripts/demo/walkthrough.ts";
import { needPort } from "../support/free-port.ts";
import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";
import { GoServer } from "../support/go-server.ts";
import { until } from "../support/until.ts";
import { exportedPoints, printedPoints, tellsOfMetrics, walkthroughWorld } from "../support/walkthrough.ts";

const utf8 = new TextEncoder();

beforeAll(() => goBuild("server"), goBuildTimeoutMs);

test("the walkthrough: a server on the reference library, a supervisor, a real Collector", async () => {
  await needPort(8888);
  const server = await GoServer.start({ way: { tls: "server" } });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const world = walkthroughWorld(server.url);
  const supervisor = world.start();
  const { id } = await supervisor.line("Supervisor starting");
  const uid = Uint8Array.fromHex(String(id).replaceAll("-", ""));
  const { message: first } = await server.message({ agent_description: {}, instance_uid: uid.toBase64() });
  const name = { key: "service.instance.id", value: { string_value: id } };
  expect(first).toMatchObject({ agent_description: { identifying_attributes: expect.arrayContaining([name]) } });

  const body = utf8.encode(additionalConfiguration);
  const hash = new Uint8Array(new Bun.SHA256().update(body).digest().buffer);
  await server.offer(uid, { "": { body, contentType: "text/yaml" } }, hash);
  const last_remote_config_hash = hash.toBase64();
  await server.message({
    remote_config_status: { last_remote_config_hash, status: "RemoteConfigStatuses_APPLIED" },
  });
  expect(await server.told(uid)).toMatchObject({ state: { health: { healthy: true, status: "StatusOK" } } });
  await until(async () =>
    /hostmetrics:\s+collection_interval: 10s/.test(effectiveText((await server.told(uid))["state"])),
  );

  expect(await exportedPoints()).toMatch(new RegExp(`target_info\\{[^}]*service_instance_id="${String(id)}"`));
  expect((await printedPoints(world)).some(tellsOfMetrics)).toBe(true);

  expect(await supervisor.stop()).toBe(0);
  await server.message({ agent_disconnect: {} });
  expect(await server.disconnected()).toMatchObject({ error: "" });
}, 60_000);

/** The effective configuration in what the server knows of the agent. */
function effectiveText(state: unknown): string {
  const { effective_config: config } = state as { effective_config: EffectiveConfig };
  return Buffer.from(config.config_map.config_map[""].body, "base64").toString();
}

interface EffectiveConfig {
  config_map: { config_map: { "": { body: string } } };
}
