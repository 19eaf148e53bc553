import { describe, expect, test } from "bun:test";
import { join } from "node:path";

import { answers, serving, World } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { statusOf } from "../support/run-command.ts";
import { canMakeDisks, SmallDisk } from "../support/small-disk.ts";
import { TestServer } from "../support/test-server.ts";

/** A supervisor whose storage directory is a disk of its own, and whose Collector serves a remote configuration. */
async function serves() {
  const server = await TestServer.start();
  const disk = new SmallDisk("2m");
  const config = { storage: { directory: join(disk.directory, "storage") } };
  const world = new World({ endpoint: server.endpoint, config });
  const supervisor = world.start();
  await server.healthy();
  const port = await freePort();
  server.offer({ "": serving(port) }, "good");
  expect(await server.verdict("good")).toBe("APPLIED");
  return { server, disk, world, supervisor, port };
}

describe.skipIf(!canMakeDisks)("a full disk", () => {
  test("costs a change, which is not condemned, and nothing of what runs", async () => {
    const { server, disk, world, supervisor, port } = await serves();
    disk.fill();
    const next = await freePort();
    server.offer({ "": serving(next) }, "next");
    expect(await server.verdict("next")).toBe("FAILED");
    expect(server.agent?.remoteConfigStatus?.errorMessage).toMatch(
      /^DISK_FULL: [a-z]+: cannot write \S+: ENOSPC\n.* not to blame/,
    );
    expect(await answers(port)).toBe(true);
    expect((await statusOf(world)).configuration.condemned).toBeUndefined();

    const seen = supervisor.lines.length;
    for (const pid of supervisor.descendants()) process.kill(pid, "SIGKILL");
    await supervisor.line("Collector is healthy", {}, seen);
    expect(await answers(port)).toBe(true);

    disk.free();
    const last = await freePort();
    server.offer({ "": serving(last) }, "last");
    expect(await server.verdict("last")).toBe("APPLIED");
    expect(await answers(last)).toBe(true);
  });

  test.each(["SIGTERM", "SIGKILL"] as const)(
    "does not keep the Collector down at the start after %s",
    async (signal) => {
      const { server, disk, world, supervisor, port } = await serves();
      disk.fill();
      supervisor.signal(signal);
      await supervisor.exitCode;
      await server.disconnected();
      const next = world.start();
      await next.line("Collector is healthy");
      expect(await answers(port)).toBe(true);
      expect(await next.stop()).toBe(0);
    },
  );

  test("and one that has become read-only costs changes and the log, and not the Collector", async () => {
    const { server, disk, supervisor, port } = await serves();
    disk.becomeReadOnly();
    server.offer({ "": serving(await freePort()) }, "next");
    expect(await server.verdict("next")).toBe("FAILED");
    expect(server.agent?.remoteConfigStatus?.errorMessage).toMatch(
      /^STORAGE_READ_ONLY: \w+: .*\bEROFS\b.*\n.* not to blame/,
    );
    expect(await answers(port)).toBe(true);
    const seen = supervisor.lines.length;
    for (const pid of supervisor.descendants()) process.kill(pid, "SIGKILL");
    await supervisor.line(/started without its log/, { level: "error" }, seen);
    await supervisor.line("Collector is healthy", {}, seen);
    expect(await answers(port)).toBe(true);
    expect(await supervisor.stop()).toBe(0);
  });

  test("at the first start is told with what to do", async () => {
    const disk = new SmallDisk("1m");
    disk.fill();
    const world = new World({ endpoint: null, config: { storage: { directory: disk.directory } } });
    const supervisor = world.start();
    expect(await supervisor.exitCode).toBe(1);
    expect(supervisor.lines.at(-1)).toMatchObject({ level: "error", code: "ENOSPC" });
    expect(supervisor.lines.at(-1)?.msg).toMatch(/bootstrap\.yaml: ENOSPC; the disk is full; free some space$/);
  });
});
