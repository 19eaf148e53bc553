import { describe, expect, test } from "bun:test";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { statusField } from "../../src/runtime/os/linux-processes.ts";
import { gzipped, tarArchive } from "../support/archives.ts";
import { answers, otelcol, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { addonEnd, gate, offerAddons, servingAt } from "../support/offered-addons.ts";
import { takingPackages, writeProgram } from "../support/offered-package.ts";
import { runCommand, statusOf } from "../support/run-command.ts";
import { TestServer } from "../support/test-server.ts";

/** What the configuration refers to: a file whose content is the address on which the Collector answers. */
const place = "${file:${env:OPAMP_PACKAGE_PLACE}}";

const allowing = {
  ...takingPackages.agent,
  package: { ...takingPackages.agent.package, allowed: [{ name: "place" }, { name: "rules" }] },
};

async function running(agent: object = {}) {
  const server = await TestServer.start();
  const config = { ...takingPackages, agent: { ...allowing, ...agent } };
  const world = new World({ endpoint: server.endpoint, config });
  const supervisor = world.start();
  await server.healthy();
  return { server, world, supervisor };
}

const at = (port: number) => `127.0.0.1:${port}`;

/** A Collector that answers where the first version of the add-on says. */
async function placed(agent: object = {}) {
  const scene = await running(agent);
  const port = await freePort();
  const addons = { place: { version: "1", content: at(port) } };
  await offerAddons(scene.server, { addons, config: [servingAt(place), "A"] });
  expect(await scene.server.verdict("A")).toBe("APPLIED");
  expect(await addonEnd(scene.server, "place", "1")).toBe("Installed 1");
  expect(await answers(port)).toBe(true);
  await scene.supervisor.line("The configuration in force is the last good one", { remoteConfig: idOf("A") });
  return { ...scene, port };
}

const idOf = (hash: string) => Buffer.from(hash).toString("hex");
const starts = async (world: World) => (await statusOf(world)).collector.starts;
const addonsOn = (world: World) => (existsSync(world.stored("addons")) ? readdirSync(world.stored("addons")) : []);

describe("an add-on", () => {
  test("comes into force with the configuration that waits for it, is shown, and is there after a restart", async () => {
    const { server, world, supervisor } = await running();
    const port = await freePort();
    const { open, opened } = gate();
    const addons = { place: { version: "1", content: at(port), when: opened } };
    await offerAddons(server, { addons, config: [servingAt(place), "A"] });
    await supervisor.line("A remote configuration waits for add-ons");
    await server.until(() => server.statuses("A").at(-1) === "APPLYING");
    expect((await statusOf(world)).configuration.phase).toBe("awaiting add-ons");
    open();
    expect(await server.verdict("A")).toBe("APPLIED");
    expect(await addonEnd(server, "place", "1")).toBe("Installed 1");
    expect(await answers(port)).toBe(true);
    expect((await runCommand(world, "packages")).out).toContain("place 1, in use, OPAMP_PACKAGE_PLACE: addons/");
    expect((await runCommand(world, "status")).out).toContain("place 1 (in use)");
    expect((await runCommand(world, "explain", "extensions")).code).toBe(0);
    await supervisor.stop();
    await server.disconnected();

    server.messages.length = 0;
    world.start();
    await server.healthy();
    expect(await answers(port)).toBe(true);
    expect(await addonEnd(server, "place", "1")).toBe("Installed 1");
  }, 60_000);

  test("in a new version comes into force with a new configuration by one restart, and the old file goes", async () => {
    const { server, world, supervisor, port } = await placed();
    const [next, before] = [await freePort(), await starts(world)];
    const old = addonsOn(world);
    const more = { processors: { batch: null } };
    const seen = supervisor.lines.length;
    await offerAddons(server, {
      addons: { place: { version: "2", content: at(next) } },
      config: [servingAt(place, more), "B"],
    });
    expect(await server.verdict("B")).toBe("APPLIED");
    expect(await addonEnd(server, "place", "2")).toBe("Installed 2");
    expect([await answers(port), await answers(next)]).toEqual([false, true]);
    expect(await starts(world)).toBe(before + 1);
    await supervisor.line("Removed add-ons that are not needed any more", {}, seen);
    expect(addonsOn(world)).toHaveLength(1);
    expect(addonsOn(world)).not.toEqual(old);
  }, 60_000);

  test("that fails goes back together with its configuration, and the server hears why of both", async () => {
    const { server, supervisor, port } = await placed();
    await offerAddons(server, {
      addons: { place: { version: "2", content: "999.0.0.1:1" } },
      config: [servingAt(place, { processors: { batch: null } }), "B"],
    });
    expect(await server.verdict("B")).toBe("FAILED");
    const end = await addonEnd(server, "place", "2");
    expect(end).toStartWith("InstallFailed 1 : ");
    expect(end).toContain("with the remote configuration that was tried with it");
    expect(await server.verdict("A")).toBe("APPLIED");
    await server.healthy();
    expect(await answers(port)).toBe(true);
    await supervisor.stop();
  }, 60_000);

  test("alone that fails goes back, and the verdict on the configuration stays", async () => {
    const { server, port } = await placed();
    await offerAddons(server, { addons: { place: { version: "2", content: "999.0.0.1:1" } } });
    expect(await addonEnd(server, "place", "2")).toStartWith("InstallFailed 1 : ");
    expect(server.statuses("A")).toEqual(["APPLYING", "APPLIED"]);
    await server.healthy();
    expect(await answers(port)).toBe(true);
  }, 60_000);

  test("to which no configuration refers costs no outage, and goes when it is not offered any more", async () => {
    const { server, world, supervisor } = await running();
    const before = (await statusOf(world)).collector;
    const rules = gzipped(
      await tarArchive([
        { name: "rules/a.yaml", content: "a" },
        { name: "rules/b.yaml", content: "b" },
      ]),
    );
    await offerAddons(server, { addons: { rules: { version: "1", content: rules } } });
    expect(await addonEnd(server, "rules", "1")).toBe("Installed 1");
    const [directory = ""] = addonsOn(world);
    expect(readFileSync(join(world.stored("addons"), directory, "rules/rules/b.yaml"), "utf8")).toBe("b");
    expect((await runCommand(world, "packages")).out).toContain("rules 1, not referred to");
    await offerAddons(server, { addons: {} });
    await supervisor.line("Removed add-ons that are not needed any more");
    expect(addonsOn(world)).toEqual([]);
    await server.until(({ packageStatuses }) => Object.keys(packageStatuses?.packages ?? {}).length === 0);
    const { pid, starts: after } = (await statusOf(world)).collector;
    expect({ pid, starts: after }).toEqual({ pid: before.pid ?? 0, starts: before.starts });
  }, 60_000);

  test("that is an archive is one directory to which a configuration refers", async () => {
    const { server } = await running();
    const port = await freePort();
    const content = gzipped(
      await tarArchive([
        { name: "place.txt", content: at(port) },
        { name: "readme", content: "" },
      ]),
    );
    const config = servingAt("${file:${env:OPAMP_PACKAGE_RULES}/place.txt}");
    await offerAddons(server, { addons: { rules: { version: "1", content } }, config: [config, "A"] });
    expect(await server.verdict("A")).toBe("APPLIED");
    expect(await answers(port)).toBe(true);
  }, 60_000);

  test("that the operator does not let in is refused by name, and its configuration by the name of what it lacks", async () => {
    const { server, world } = await running({ package: takingPackages.agent.package });
    await offerAddons(server, {
      addons: { place: { version: "1", content: "x" } },
      config: [servingAt(place), "A"],
    });
    expect(await addonEnd(server, "place", "1")).toStartWith("InstallFailed : NOT_ALLOWED: ");
    expect(await server.verdict("A")).toBe("FAILED");
    const { remoteConfigStatus } = server.agent ?? {};
    expect(remoteConfigStatus?.errorMessage).toStartWith("ADDON_MISSING: ");
    expect(remoteConfigStatus?.errorMessage).toContain('"place" (OPAMP_PACKAGE_PLACE)');
    expect(addonsOn(world)).toEqual([]);
    expect((await server.healthy()).healthy).toBe(true);
  }, 60_000);

  test("that is withdrawn under a configuration that refers to it stays until there is another one", async () => {
    const { server, world, supervisor, port } = await placed();
    await offerAddons(server, { addons: {} });
    await server.until(({ packageStatuses }) => packageStatuses?.packages?.["place"]?.serverOfferedVersion === "");
    expect([await answers(port), addonsOn(world).length]).toEqual([true, 1]);
    const other = await freePort();
    server.offer({ "": servingAt(at(other)) }, "B");
    expect(await server.verdict("B")).toBe("APPLIED");
    await supervisor.line("Removed add-ons that are not needed any more");
    expect([await answers(other), addonsOn(world).length]).toEqual([true, 0]);
  }, 60_000);
});

test.skipIf(process.platform !== "linux" || process.getuid?.() !== 0)(
  "with agent.run_as the Collector reads what it can neither change nor list others of",
  async () => {
    const server = await TestServer.start();
    const agent = { ...allowing, run_as: "65534:65533" };
    const world = new World({ endpoint: server.endpoint, config: { ...takingPackages, agent } });
    chmodSync(world.directory, 0o755);
    writeProgram(world.path("otelcol"), readFileSync(otelcol));
    world.configure({
      endpoint: server.endpoint,
      config: { ...takingPackages, agent },
      collector: world.path("otelcol"),
    });
    const supervisor = world.start();
    await server.healthy();
    const port = await freePort();
    const content = gzipped(await tarArchive([{ name: "in/place.txt", content: at(port) }]));
    const config = servingAt("${file:${env:OPAMP_PACKAGE_RULES}/in/place.txt}");
    await offerAddons(server, { addons: { rules: { version: "1", content } }, config: [config, "A"] });
    expect(await server.verdict("A")).toBe("APPLIED");
    expect(await answers(port)).toBe(true);
    const [pid = 0] = supervisor.descendants();
    expect(statusField(pid, "Uid")).toBe("65534\t65534\t65534\t65534");
    const [directory = ""] = addonsOn(world);
    const tree = join(world.stored("addons"), directory, "rules");
    expect(statSync(world.stored("addons"))).toMatchObject({ uid: 0, gid: 65533, mode: 0o40710 });
    expect(statSync(join(tree, "in"))).toMatchObject({ uid: 0, gid: 65533, mode: 0o40750 });
    expect(statSync(join(tree, "in/place.txt"))).toMatchObject({ uid: 0, mode: 0o100644 });
  },
  60_000,
);

test.each([
  ["while the file comes", undefined],
  ["when it is verified", "The package is trusted"],
  ["in the middle of the switch", "Collector started"],
])(
  "a supervisor that is killed %s ends with the new add-on and the new configuration",
  async (_, message) => {
    const { server, world, supervisor } = await placed();
    const next = await freePort();
    const { open, opened } = gate();
    const seen = supervisor.lines.length;
    const files = await offerAddons(server, {
      addons: { place: { version: "2", content: at(next), when: opened } },
      config: [servingAt(place, { processors: { batch: null } }), "B"],
    });
    // What was offered is on disk before anything is fetched.
    await files.get("place")?.requests.next();
    if (message !== undefined) {
      open();
      await supervisor.line(message, {}, seen);
    }
    supervisor.signal("SIGKILL");
    await supervisor.exitCode;
    await server.disconnected();
    await supervisor.descendantsGone();

    server.messages.length = 0;
    open();
    world.start();
    expect(await server.verdict("B")).toBe("APPLIED");
    expect(await addonEnd(server, "place", "2")).toBe("Installed 2");
    expect(await answers(next)).toBe(true);
  },
  60_000,
);
