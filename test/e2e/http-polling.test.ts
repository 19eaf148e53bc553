import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";

import { toBigInt } from "../../src/opamp/wire/integers.ts";
import { makeCertificates } from "../support/certificates.ts";
import { answers, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { attribute, TestServer } from "../support/test-server.ts";

test.each(["http", "https"])(
  "over %s: appears, takes a configuration, reports it, and says goodbye",
  async (scheme) => {
    const { ca, server: pair } = makeCertificates();
    const server = await TestServer.start({ scheme: "http", ...(scheme === "https" && { tls: pair }) });
    expect(server.endpoint).toStartWith(`${scheme}://`);
    const world = new World({
      endpoint: server.endpoint,
      config: { server: { endpoint: server.endpoint, tls: { ca_file: "ca.pem" } } },
    });
    writeFileSync(world.path("ca.pem"), ca);
    const supervisor = world.start();
    const { id } = await supervisor.line("Supervisor starting");
    const described = await server.until((agent) => agent.agentDescription && agent);
    expect(attribute(described, "service.instance.id")).toBe(String(id));
    expect(described.health?.healthy ?? false).toBe(false);

    // It goes with the answer to the next message: what the agent has to tell of its start does not wait for a poll.
    const port = await freePort();
    server.offer({ "": serving(port) }, "one");
    expect(await server.verdict("one")).toBe("APPLIED");
    expect(server.statuses("one")).toEqual(["APPLYING", "APPLIED"]);
    expect(await answers(port)).toBe(true);
    await server.until(() => server.effective()?.includes(`127.0.0.1:${port}`));
    expect(await server.healthy()).toMatchObject({ status: "StatusOK" });
    await server.until(({ availableComponents }) => availableComponents?.components);

    expect(await supervisor.stop()).toBe(0);
    await server.disconnected();
    expect(server.messages.at(-1)?.agentDisconnect).toBeTruthy();
    expect(supervisor.lines.filter(({ level, logger }) => level === "error" && logger === "opamp-client")).toEqual([]);
  },
  10_000,
);

test("over http: a server that was away hears of what happened meanwhile", async () => {
  const server = await TestServer.start({ scheme: "http" });
  const supervisor = new World({ endpoint: server.endpoint }).start();
  const { startTimeUnixNano: before } = await server.healthy();
  const [collector] = supervisor.running();
  if (collector === undefined) throw new Error("no Collector runs");
  await server.stop();
  process.kill(collector, "SIGKILL");
  await supervisor.line("No connection to the OpAMP server", { code: "ECONNREFUSED" });
  await server.open();
  const { health } = await server.until((agent) => agent.agentDescription && agent.health?.healthy && agent);
  expect(toBigInt(health?.startTimeUnixNano)).toBeGreaterThan(toBigInt(before));
  expect(server.effective()).toContain("opamp");
});
