import { expect, test } from "bun:test";
import {
  closeSync,
  constants,
  createReadStream,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { createLogOutputs, descriptorOutput } from "../../../src/runtime/shared/log-output.ts";
import { settle } from "../../support/fake-clock.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const outputs = createLogOutputs();
const writer = join(import.meta.dir, "../../fixtures/log-lines.ts");

/** A pipe with a name, so that this process decides on the flags of its ends. */
function namedPipe(name: string): string {
  const path = join(directory, name);
  expect(Bun.spawnSync(["mkfifo", path]).exitCode).toBe(0);
  return path;
}

function numbered(lines: number, width: number): string {
  return Array.from({ length: lines }, (_, index) => `${String(index + 1).padEnd(width, ".")}\n`).join("");
}

/** What the pipe holds, as soon as it holds something. */
async function readSome(descriptor: number): Promise<string> {
  const buffer = Buffer.alloc(65_536);
  for (;;) {
    try {
      return buffer.toString("utf8", 0, readSync(descriptor, buffer));
    } catch (error) {
      if (!(error instanceof Error && error.message.includes("EAGAIN"))) throw error;
    }
    await settle();
  }
}

test("a file is created with 0600 and appended to", () => {
  const path = join(directory, "own.log");
  outputs.open(path).write("first");
  outputs.open(pathToFileURL(path).href).write("zweite ä");
  expect(readFileSync(path, "utf8")).toBe("first\nzweite ä\n");
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a file that is there keeps its content and its mode", () => {
  const path = join(directory, "there.log");
  writeFileSync(path, "before\n", { mode: 0o644 });
  outputs.open(path).write("after");
  expect(readFileSync(path, "utf8")).toBe("before\nafter\n");
  expect(statSync(path).mode & 0o777).toBe(0o644);
});

test("a file that cannot be opened is told by its errno", () => {
  expect(() => outputs.open(join(directory, "missing/own.log"))).toThrow("ENOENT");
});

test.skipIf(process.platform !== "linux")("a full disk is told by its errno", () => {
  const output = outputs.open("/dev/full");
  expect(() => output.write("x")).toThrow("ENOSPC");
});

test.skipIf(process.platform === "win32")("a pipe that nobody reads any more does not end the process", async () => {
  const path = namedPipe("closed");
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writeEnd = openSync(path, "w");
  closeSync(readEnd);
  const child = Bun.spawn([process.execPath, writer, "3", "10"], { stdout: writeEnd, stderr: "pipe" });
  closeSync(writeEnd);
  expect(await child.stderr.text()).toBe("EPIPE");
  expect(await child.exited).toBe(0);
});

test.skipIf(process.platform === "win32")("a non-blocking pipe whose reader is behind loses no line", async () => {
  const path = namedPipe("behind");
  const holder = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const child = Bun.spawn([process.execPath, writer, "20", "500000", path], { stdout: "ignore", stderr: "pipe" });
  const ended = child.exited.finally(() => closeSync(holder));
  let text = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8" })) text += String(chunk);
  expect(text === numbered(20, 500_000)).toBe(true);
  expect(await child.stderr.text()).toBe("");
  expect(await ended).toBe(0);
});

test.skipIf(process.platform === "win32")("lines for a reader that has stopped are held until it goes on", async () => {
  const descriptor = openSync(namedPipe("stopped"), constants.O_RDWR | constants.O_NONBLOCK);
  const output = descriptorOutput({ descriptor, patienceMs: 2 });
  const written = ["a", "b", "c"].map((letter) => letter.repeat(200_000));
  for (const line of written) output.write(line);
  expect(() => output.write("d".repeat(1024 * 1024))).toThrow("EAGAIN");
  const expected = written.map((line) => `${line}\n`).join("");
  let text = "";
  while (text.length < expected.length) text += await readSome(descriptor);
  expect(text === expected).toBe(true);
  output.write("e");
  expect(await readSome(descriptor)).toBe("e\n");
  closeSync(descriptor);
});
