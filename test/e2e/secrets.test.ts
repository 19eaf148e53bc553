import { expect, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

import { quietMetrics, World } from "../support/e2e.ts";
import { TestServer } from "../support/test-server.ts";

/** A secret that is planted in one place and looked for in all others. */
const canary = (place: string) => `canary-of-${place}-7f3a`;

/** What every user of the machine can see of the processes that this one has started. */
function commandLines(): string {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        return "";
      }
    })
    .join("\n");
}

test("no secret of a configuration reaches the server, a log or an argument list, whatever becomes of it", async () => {
  const server = await TestServer.start();
  const file = "secret.txt";
  const env = { FROM_ENV: canary("env"), IN_ADDRESS: canary("address") };
  const world = new World({
    endpoint: server.endpoint,
    config: {
      server: { headers: { "X-Upstream": canary("upstream") } },
      capabilities: { accepts_remote_config: true, reports_own_logs: true },
      agent: { env },
    },
    local: quietMetrics,
  });
  writeFileSync(world.path(file), `${canary("file")}\n`);
  const supervisor = world.start();
  await server.healthy();
  const own = { destinationEndpoint: "http://127.0.0.1:9/v1/logs" };
  const headers = { headers: [{ key: "X-Own", value: canary("own-telemetry") }] };
  server.send({ connectionSettings: { hash: Buffer.from("1"), ownLogs: { ...own, headers } } });
  const configuration = (more: string) => `receivers:
  nop:
processors:
  resource:
    attributes:
      - {key: a, action: insert, value: "\${env:FROM_ENV}"}
      - {key: b, action: insert, value: "\${file:${world.path(file)}}"}
exporters:
  otlphttp: {endpoint: "http://127.0.0.1:9/\${env:IN_ADDRESS}"}
service:
  pipelines:
    logs: {receivers: [nop], processors: [resource], exporters: [otlphttp]}
${more}`;
  server.offer({ "": configuration("") }, "good");
  expect(await server.verdict("good")).toBe("APPLIED");
  const effective = await server.until(() => /\[SECRET/.test(server.effective() ?? "") && server.effective());
  expect(effective.match(/\[SECRET [0-9a-f]{12}\]/g)?.length).toBeGreaterThanOrEqual(4);
  server.offer({ "": configuration('nosuch: "${env:FROM_ENV}"\n') }, "bad");
  expect(await server.verdict("bad")).toBe("FAILED");
  server.offer({ "": configuration("x: [${env:FROM_ENV}\n") }, "worse");
  expect(await server.verdict("worse")).toBe("FAILED");

  const told = JSON.stringify(server.messages, (_, value: unknown) =>
    value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
  );
  const seen = [told, server.effective() ?? "", supervisor.text.join("\n"), commandLines()].join("\n");
  for (const place of ["env", "file", "address", "own-telemetry", "upstream"]) {
    expect(seen.includes(canary(place)) && place).toBe(false);
  }
  await supervisor.stop();
  const after = world.start();
  await server.healthy();
  const again = await server.until(() => /\[SECRET/.test(server.effective() ?? "") && server.effective());
  expect(again.match(/\[SECRET [0-9a-f]{12}\]/g)).toEqual(effective.match(/\[SECRET [0-9a-f]{12}\]/g) ?? null);
  await after.stop();
});
