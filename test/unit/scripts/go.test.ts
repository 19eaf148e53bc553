import { expect, test } from "bun:test";
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";

import { ensureGo } from "../../../scripts/support/go.ts";
import type { GoOutcome } from "../../../scripts/support/go.ts";
import { scratchDirectory } from "../../support/scratch.ts";

/** A folder with a `go` of this version that can do nothing else. */
async function goOf(version: string): Promise<string> {
  const folder = join(scratchDirectory(), "bin");
  await mkdir(folder, { recursive: true });
  const program = `#!/bin/sh\n[ "$1" = env ] && echo go${version} && exit\necho "no module proxy here" >&2\nexit 1\n`;
  await Bun.write(join(folder, "go"), program);
  await chmod(join(folder, "go"), 0o755);
  return folder;
}

test("a Go that is young enough is taken as it is", async () => {
  const searchPath = await goOf("1.26.8");
  const outcome = await ensureGo({ minor: 25, searchPath });
  expect(outcome).toEqual({ found: true, go: { path: join(searchPath, "go"), version: "1.26.8", env: {} } });
});

test("a Go that can fetch a younger toolchain by itself is told to", async () => {
  const searchPath = await goOf("1.22.2");
  const outcome = await ensureGo({ minor: 25, searchPath });
  expect(outcome).toMatchObject({ found: true, go: { version: "1.22.2", env: { GOTOOLCHAIN: "auto" } } });
});

test("a Go that is too old, and fetches no younger one, is refused with both reasons", async () => {
  const searchPath = await goOf("1.19.8");
  const said: string[] = [];
  const reason = refusal(await ensureGo({ minor: 25, searchPath, say: (line) => said.push(line) }));
  const path = join(searchPath, "go");
  expect(reason).toStartWith(`Go 1.25 is needed, ${path} is 1.19.8`);
  expect(reason).toEndWith("no module proxy here");
  expect(said).toEqual([`${path} is Go 1.19.8: fetching Go 1.25.0`]);
});

test("a go that is none is refused by its path", async () => {
  const searchPath = await goOf("lang");
  expect(refusal(await ensureGo({ minor: 25, searchPath }))).toBe(`${join(searchPath, "go")} does not run: golang`);
});

function refusal(outcome: GoOutcome): string {
  return outcome.found ? `found ${outcome.go.path}` : outcome.reason;
}
