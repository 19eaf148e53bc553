import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";

import { formatUid } from "../../src/opamp/wire/uid.ts";
import { serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { canMakeMachines, onMachine } from "../support/other-machine.ts";
import { runCommand, statusOf } from "../support/run-command.ts";
import { attribute, TestServer } from "../support/test-server.ts";

const first = "11111111111111111111111111111111";
const second = "22222222222222222222222222222222";

describe.skipIf(!canMakeMachines())("a copied disk", () => {
  test("gets an identity of its own, says so, and runs on with the configuration that it has", async () => {
    const server = await TestServer.start();
    const world = new World({ endpoint: server.endpoint });
    const original = world.startBehind(onMachine(first));
    const { id: old } = await original.line("Supervisor starting");
    await server.healthy();
    server.offer({ "": serving(await freePort()) }, "config");
    expect(await server.verdict("config")).toBe("APPLIED");
    await original.stop();
    await server.disconnected();
    expect(readFileSync(world.stored("persistent_state.yaml"), "utf8")).not.toContain(first);

    server.messages.length = 0;
    const copy = world.startBehind(onMachine(second));
    expect(await copy.line(/copy of another machine's/)).toMatchObject({ level: "warn", cloned_from: old });
    const { id } = await copy.line("Supervisor starting");
    expect(id).not.toBe(old);
    const agent = await server.until((state) => formatUid(state.instanceUid) === id && state.health?.healthy && state);
    expect(attribute(agent, "opampsupervisor.cloned_from")).toBe(String(old));
    expect(attribute(agent, "service.instance.id")).toBe(String(id));
    expect((await statusOf(world)).identity).toEqual({ instanceUid: String(id), clonedFrom: String(old) });
    expect(readFileSync(world.stored("effective.yaml"), "utf8")).toContain("health_check");
    await copy.stop();
    await server.disconnected();

    const again = world.startBehind(onMachine(second));
    expect((await again.line("Supervisor starting"))["id"]).toBe(id);
    expect(again.lines.filter(({ level }) => level === "warn")).not.toContainEqual(
      expect.objectContaining({ msg: expect.stringContaining("copy of another machine") }),
    );
  }, 30_000);

  test("keeps the identity that the operator has set", async () => {
    const server = await TestServer.start();
    const world = new World({ endpoint: server.endpoint });
    const id = "018f3b6e-0000-7000-8000-00000000abcd";
    world.configure({ endpoint: server.endpoint, config: { agent: { instance_id: "${env:AGENT_UID}" } } });
    for (const machine of [first, second]) {
      const supervisor = world.startBehind(["env", `AGENT_UID=${id}`, ...onMachine(machine)]);
      expect((await supervisor.line("Supervisor starting"))["id"]).toBe(id);
      await server.healthy();
      await supervisor.stop();
      await server.disconnected();
    }
  }, 30_000);
});

test("a variable that is to hold the identity and does not ends the start before anything is stored", async () => {
  const world = new World({ endpoint: null, config: { agent: { instance_id: "${env:AGENT_UID}" } } });
  const supervisor = world.start();
  expect(await supervisor.exitCode).toBe(2);
  expect(await supervisor.complaint).toContain("agent::instance_id must be a UUID; the variable or file");
  expect(existsSync(world.storage)).toBe(false);
});

test("reset-identity waits for no running supervisor, and lets the next start be a first one", async () => {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint });
  const supervisor = world.start();
  const { id } = await supervisor.line("Supervisor starting");
  await server.healthy();
  server.offer({ "": serving(await freePort()) }, "config");
  expect(await server.verdict("config")).toBe("APPLIED");
  expect(await runCommand(world, "reset-identity")).toMatchObject({
    code: 5,
    err: expect.stringContaining(`pid ${supervisor.pid}`),
  });
  expect(supervisor.descendants()).not.toEqual([]);
  await supervisor.stop();
  await server.disconnected();

  const reset = await runCommand(world, "reset-identity");
  expect(reset).toMatchObject({ code: 0, err: "" });
  expect(reset.out).toContain(String(id));
  expect([...new Bun.Glob("**").scanSync({ cwd: world.storage, dot: true })]).toEqual(["lock"]);

  const next = world.start();
  expect((await next.line("Supervisor starting"))["id"]).not.toBe(id);
  expect((await server.healthy()).status).toBe("running no pipelines");
}, 20_000);
