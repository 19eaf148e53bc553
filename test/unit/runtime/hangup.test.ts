import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { fixture } from "../../support/project.ts";
import { hasWritten, startChild, until } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();

test.each([
  ["a program", [] as string[]],
  ["a program behind a wrapper script", [fixture("wrapper.sh")]],
  ["a program behind a script with another standard input", [fixture("redirects-input.sh")]],
])("SIGHUP before it is listened for ends neither %s nor its reload later", async (_, wrapper) => {
  const gate = join(directory, crypto.randomUUID());
  const [executable, ...args] = [...wrapper, process.execPath, fixture("reloads.ts"), gate];
  const { child, outputFile } = await startChild(directory, executable ?? "", args);
  expect(child.signalGroup("SIGHUP")).toBe(true);
  await hasWritten(outputFile, "started");
  expect(child.signalGroup("SIGHUP")).toBe(true);
  expect(child.handlesHangup()).toBe(false);
  writeFileSync(gate, "");
  await until(() => child.handlesHangup() === true);
  child.signalGroup("SIGHUP");
  await hasWritten(outputFile, "reloaded");
  child.signalGroup("SIGKILL");
  await child.exited;
  await until(() => !child.groupAlive());
  expect(child.handlesHangup()).toBe(false);
});
