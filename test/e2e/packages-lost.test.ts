import { describe, expect, test } from "bun:test";
import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

import { getOtherCollector } from "../../scripts/get-collector.ts";
import { otelcol, World } from "../support/e2e.ts";
import {
  installed,
  offerCollector,
  phaseOf,
  takingPackages,
  wrappedCollector,
  writeProgram,
} from "../support/offered-package.ts";
import { runCommand, statusOf } from "../support/run-command.ts";
import { StoredPackages } from "../support/stored-packages.ts";
import { attribute, TestServer } from "../support/test-server.ts";

const other = await getOtherCollector();
const newer = { version: "v0.150.0", content: readFileSync(other) };

/** A supervisor whose Collector is that of a package, which has stood its probation. */
async function onPackage() {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint, config: takingPackages });
  const supervisor = world.start();
  await server.healthy();
  const stored = new StoredPackages(world.storage);
  const files = await offerCollector(server, newer);
  expect(phaseOf(await installed(server, newer.version))).toBe("Installed");
  await stored.until(({ record }) => record?.before === undefined);
  return { server, world, supervisor, files, stored };
}

const runs = (server: TestServer, version: string) =>
  server.until((agent) => attribute(agent, "service.version") === version);

describe("packages that somebody has removed while the supervisor runs", () => {
  test("are missed at the next start of the Collector: the operator's own runs, and the package comes once more", async () => {
    const { server, world, supervisor, files } = await onPackage();
    rmSync(join(world.storage, "packages"), { recursive: true });
    expect((await runCommand(world, "restart")).code).toBe(0);
    const lost = await supervisor.line("The program of a package is lost", { level: "error" });
    expect(lost["reason"]).toMatch(
      /^PACKAGE_LOST: v0\.150\.0 is not there any more \(packages\/[0-9a-f]{32}\/otelcol\)$/,
    );
    await runs(server, "0.149.0");
    await runs(server, "0.150.0");
    expect(phaseOf(await installed(server, newer.version))).toBe("Installed");
    expect(files.heads).toHaveLength(2);
    expect((await server.healthy()).healthy).toBe(true);
  }, 60_000);

  test("are missed when the Collector ends", async () => {
    const { server, world, supervisor } = await onPackage();
    const seen = supervisor.lines.length;
    rmSync(join(world.storage, "packages"), { recursive: true });
    for (const pid of supervisor.descendants()) process.kill(pid, "SIGKILL");
    await supervisor.line("The program of a package is lost", {}, seen);
    await runs(server, "0.149.0");
    await runs(server, "0.150.0");
  }, 60_000);

  test("are not gone back to: what is named is refused with what is missing, and else the way leads past it", async () => {
    const { server, world, stored } = await onPackage();
    await offerCollector(server, { version: "v0.150.0+b", content: wrappedCollector(other, "0.150.0") });
    expect(phaseOf(await installed(server, "v0.150.0+b"))).toBe("Installed");
    await stored.until(({ record }) => record?.before === undefined);
    const [first] = stored.record?.versions ?? [];
    rmSync(dirname(join(world.storage, "packages", first?.program ?? "")), { recursive: true });
    const named = await runCommand(world, "packages", "rollback", "v0.150.0");
    expect([named.code, named.err]).toEqual([
      1,
      expect.stringContaining("PACKAGE_LOST: v0.150.0 is not there any more"),
    ]);
    const back = await runCommand(world, "packages", "rollback");
    expect(back.code).toBe(0);
    await runs(server, "0.149.0");
    expect((await statusOf(world)).collector.executable).toBe(otelcol);
  }, 60_000);
});

test("a program of which a byte was changed is not run at the next start, and comes once more", async () => {
  const { server, world, supervisor, stored, files } = await onPackage();
  await supervisor.stop();
  await server.disconnected();
  const path = stored.pathOf("otelcol") ?? "";
  const changed = Buffer.from(newer.content);
  changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
  writeProgram(path, changed);
  server.messages.length = 0;
  const next = world.start();
  const told = await next.line("Packages", { level: "warn" });
  expect(told["reason"]).toMatch(/^PACKAGE_LOST: v0\.150\.0 is not what was installed: it has another hash/);
  await runs(server, "0.150.0");
  expect(files.heads).toHaveLength(2);
  expect(Buffer.compare(readFileSync(path), newer.content)).toBe(0);
}, 60_000);
