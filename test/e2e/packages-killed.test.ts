import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { getOtherCollector } from "../../scripts/get-collector.ts";
import { World } from "../support/e2e.ts";
import { type FileServer, serveRanges } from "../support/file-server.ts";
import { installed, offerCollector, phaseOf, takingPackages } from "../support/offered-package.ts";
import { StoredPackages } from "../support/stored-packages.ts";
import { attribute, TestServer } from "../support/test-server.ts";

const content = readFileSync(await getOtherCollector());
const newer = { version: "v0.150.0", content };
const etag = '"1"';
const mebibyte = 1024 * 1024;

/** A supervisor to which the package is offered; `heldAt`: its file goes no further than this offset, -1 for no answer at all. */
async function offered(heldAt?: number) {
  const server = await TestServer.start();
  const world = new World({ endpoint: server.endpoint, config: takingPackages });
  const supervisor = world.start();
  await server.healthy();
  const never = new Promise<void>(() => {});
  const files = await offerCollector(server, {
    ...newer,
    serve: (request) => {
      if (heldAt === undefined) serveRanges(request, content, { etag });
      else if (heldAt >= 0) serveRanges(request, content, { etag, cutAt: heldAt, until: never });
    },
  });
  return { server, world, supervisor, files, stored: new StoredPackages(world.storage) };
}

type Scene = Awaited<ReturnType<typeof offered>>;

/** Kills it now; the next one has to bring the package into force by itself. */
async function killed({ server, world, supervisor, files, stored }: Scene): Promise<FileServer> {
  supervisor.signal("SIGKILL");
  await supervisor.exitCode;
  await server.disconnected();
  await supervisor.descendantsGone();
  const program = stored.pathOf("otelcol");
  if (program !== undefined) expect(Buffer.compare(readFileSync(program), content)).toBe(0);

  server.messages.length = 0;
  files.answerBy((request) => serveRanges(request, content, { etag }));
  world.start();
  const status = await installed(server, newer.version);
  expect([phaseOf(status), status.errorMessage]).toEqual(["Installed", ""]);
  await server.until((agent) => attribute(agent, "service.version") === "0.150.0");
  expect((await server.healthy()).healthy).toBe(true);
  return files;
}

describe("kill -9 goes unnoticed but for the time", () => {
  test.each<[string, number, (stored: StoredPackages) => boolean]>([
    ["no byte of the answer has come", -1, (stored) => stored.sizeOf("package.part") === undefined],
    ["its head has come", 0, (stored) => stored.sizeOf("package.part.json") !== undefined],
    ["the first byte has come", 1, (stored) => stored.sizeOf("package.part") === 1],
    ["the head of the program has come", 4_096, (stored) => stored.sizeOf("package.part") === 4_096],
    ["a part has come", 8 * mebibyte, (stored) => stored.sizeOf("package.part") === 8 * mebibyte],
    ["one byte is missing", content.length - 1, (stored) => stored.sizeOf("package.part") === content.length - 1],
  ])(
    "while the file comes and %s",
    async (_, heldAt, condition) => {
      const scene = await offered(heldAt);
      await scene.files.requests.next();
      await scene.stored.until(condition);
      const files = await killed(scene);
      expect(files.heads.map(({ from }) => from)).toEqual([0, Math.max(heldAt, 0)]);
    },
    60_000,
  );

  test.each<[string, (stored: StoredPackages) => boolean]>([
    ["the offer is on disk", (stored) => stored.has("receivedPackages")],
    ["the first status is", (stored) => stored.has("packageStatuses")],
    ["the directory of packages is made", (stored) => stored.has("packages")],
    ["the record of the part is written", (stored) => stored.sizeOf("package.part.json") !== undefined],
    ["the whole file has its name", (stored) => stored.sizeOf("package") === content.length],
    ["the program is being written", (stored) => stored.sizeOf("otelcol.unpacking") !== undefined],
    ["the program has its name", (stored) => stored.sizeOf("otelcol") === content.length],
    ["the record has the version", ({ record }) => record?.versions.length === 1],
    ["the journal has the trial", ({ record }) => record?.trial !== undefined],
    ["the pointer leads to it", ({ record }) => record?.installed !== undefined],
    ["its probation is over", ({ record }) => record?.installed !== undefined && record.before === undefined],
  ])(
    "when %s",
    async (_, condition) => {
      const scene = await offered();
      await scene.stored.until(condition);
      await killed(scene);
    },
    60_000,
  );
});
