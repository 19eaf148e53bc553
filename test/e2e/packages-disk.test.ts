import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { getOtherCollector } from "../../scripts/get-collector.ts";
import { answers, serving, World } from "../support/e2e.ts";
import { serveRanges } from "../support/file-server.ts";
import { freePort } from "../support/free-port.ts";
import {
  installed,
  offerCollector,
  type OfferedCollector,
  phaseOf,
  takingPackages,
} from "../support/offered-package.ts";
import { runCommand } from "../support/run-command.ts";
import { canMakeDisks, SmallDisk } from "../support/small-disk.ts";
import { StoredPackages } from "../support/stored-packages.ts";
import { attribute, TestServer } from "../support/test-server.ts";

const content = readFileSync(await getOtherCollector());
const newer = { version: "v0.150.0", content };

/** A supervisor whose storage directory is a disk of its own, and whose Collector serves a remote configuration. */
async function onDisk(size: string) {
  const server = await TestServer.start();
  const disk = new SmallDisk(size);
  const directory = join(disk.directory, "storage");
  const world = new World({ endpoint: server.endpoint, config: { ...takingPackages, storage: { directory } } });
  const supervisor = world.start();
  await server.healthy();
  const port = await freePort();
  server.offer({ "": serving(port) }, "A");
  expect(await server.verdict("A")).toBe("APPLIED");
  await supervisor.line("The configuration in force is the last good one", {
    remoteConfig: Buffer.from("A").toString("hex"),
  });
  return { server, disk, world, supervisor, port, stored: new StoredPackages(directory) };
}

/** Serves the first half, and the rest when the promise resolves. */
const inHalves = (goOn: Promise<void>): NonNullable<OfferedCollector["serve"]> => {
  return ({ answer }) => {
    answer.head("200 OK", { etag: '"1"', "content-length": `${content.length}` });
    answer.write(content.subarray(0, content.length / 2));
    void goOn.then(() => (answer.write(content.subarray(content.length / 2)), answer.end()));
  };
};

const half = Math.floor(content.length / 2);

async function isInstalledAfterRetry({ world, server }: Awaited<ReturnType<typeof onDisk>>) {
  expect((await runCommand(world, "retry")).code).toBe(0);
  await server.until(({ packageStatuses }) => {
    const status = packageStatuses?.packages?.[""];
    return status && phaseOf(status) === "Installed";
  });
  await server.until((agent) => attribute(agent, "service.version") === "0.150.0");
}

describe.skipIf(!canMakeDisks)("a disk", () => {
  test("that has no room for the package refuses it before it comes, and the Collector runs on", async () => {
    const { server, port, stored } = await onDisk("24m");
    await offerCollector(server, newer);
    const status = await installed(server, newer.version);
    expect(status.errorMessage).toStartWith("NO_ROOM: downloading: ");
    expect(stored.sizeOf("package.part")).toBeUndefined();
    expect(await answers(port)).toBe(true);
  }, 60_000);

  test("that becomes full while the package comes gets its room back, and the package is tried again when there is room", async () => {
    const scene = await onDisk("160m");
    const { server, disk, port, stored } = scene;
    const goOn = Promise.withResolvers<void>();
    let isFirst = true;
    await offerCollector(server, {
      ...newer,
      serve: (request) => {
        if (isFirst) inHalves(goOn.promise)(request, content);
        else serveRanges(request, content);
        isFirst = false;
      },
    });
    await stored.until(() => stored.sizeOf("package.part") === half);
    disk.fill();
    goOn.resolve();
    const status = await installed(server, newer.version);
    expect(status.errorMessage).toStartWith("NO_ROOM: downloading: ");
    expect(stored.sizeOf("package.part")).toBeUndefined();
    expect(await answers(port)).toBe(true);
    disk.free();
    await isInstalledAfterRetry(scene);
    expect(await answers(port)).toBe(true);
  }, 60_000);

  test("that has room for the package and not for its program beside it leaves no half program", async () => {
    const { server, port, stored } = await onDisk(`${Math.ceil(content.length / 2 ** 20) + 20}m`);
    await offerCollector(server, newer);
    const status = await installed(server, newer.version);
    expect(status.errorMessage).toStartWith("NO_ROOM: unpacking: ");
    expect([stored.sizeOf("package"), stored.sizeOf("otelcol"), stored.sizeOf("otelcol.unpacking")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await answers(port)).toBe(true);
  }, 60_000);

  test("that is full at the switch leaves the old Collector or the new one, also after kill -9", async () => {
    const { server, disk, port, supervisor, world } = await onDisk("160m");
    await offerCollector(server, newer);
    await supervisor.line("Trying another program for the Collector");
    disk.fill();
    const status = await installed(server, newer.version);
    const version = phaseOf(status) === "Installed" ? "0.150.0" : "0.149.0";
    await server.until((agent) => attribute(agent, "service.version") === version);
    expect(await answers(port)).toBe(true);
    supervisor.signal("SIGKILL");
    await supervisor.exitCode;
    await server.disconnected();
    await supervisor.descendantsGone();
    disk.free();
    server.messages.length = 0;
    world.start();
    await server.until((agent) => attribute(agent, "service.version") === "0.150.0");
    expect((await server.healthy()).healthy).toBe(true);
    expect(await answers(port)).toBe(true);
  }, 60_000);

  test.each([
    ["while the package comes", "half"],
    ["at the switch", "Trying another program for the Collector"],
  ])(
    "that becomes read-only %s costs the upgrade, and not the Collector",
    async (_, moment) => {
      const { server, disk, port, stored, supervisor } = await onDisk("160m");
      const goOn = Promise.withResolvers<void>();
      await offerCollector(server, moment === "half" ? { ...newer, serve: inHalves(goOn.promise) } : newer);
      if (moment === "half") await stored.until(() => stored.sizeOf("package.part") === half);
      else await supervisor.line(moment);
      disk.becomeReadOnly();
      goOn.resolve();
      const status = await installed(server, newer.version);
      if (phaseOf(status) !== "Installed") expect(status.errorMessage).toMatch(/^STORAGE_READ_ONLY: \w+: .*EROFS/);
      expect((await server.healthy()).healthy).toBe(true);
      expect(await answers(port)).toBe(true);
      expect(await supervisor.stop()).toBe(0);
    },
    60_000,
  );
});
