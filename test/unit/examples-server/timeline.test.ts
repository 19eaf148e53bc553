import { expect, onTestFinished, test } from "bun:test";

import { openStore } from "../../../examples/server/store/open-store.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { silentLog } from "../../support/silent-log.ts";

async function timeline() {
  const [files, clock] = [createFiles({ libc: undefined }), createClock()];
  const store = await openStore({ files, clock, log: silentLog, directory: scratchDirectory() });
  onTestFinished(() => store.close());
  return store.timeline;
}

test("of each agent the newest 200 events are kept", async () => {
  const { record, list } = await timeline();
  record("other", { kind: "connected" });
  for (let number = 0; number < 250; number++) record("uid", { kind: "configuration-saved", hash: String(number) });
  expect(list("uid")).toHaveLength(200);
  expect(list("uid")[0]).toMatchObject({ hash: "249" });
  expect(list("uid").at(-1)).toMatchObject({ hash: "50" });
  expect(list("other")).toHaveLength(1);
});

test("a reason of any length is cut to what is worth keeping", async () => {
  const { record, list } = await timeline();
  record("uid", { kind: "health", healthy: false, status: "", error: "x".repeat(1_000_000) });
  const [entry] = list("uid");
  expect(entry?.kind === "health" && entry.error.length).toBe(16_385);
});
