import { expect, test } from "bun:test";
import { join } from "node:path";

import { withFoot } from "../../../scripts/docs/foot.ts";
import { commandsPage } from "../../../src/cli/commands-page.ts";
import { commands } from "../../../src/cli/commands.ts";
import { projectRoot } from "../../support/project.ts";
import { snapshotOf } from "../../support/status-snapshots.ts";

test("docs/commands.md is what the commands make of it", async () => {
  expect(await Bun.file(join(projectRoot, "docs/commands.md")).text()).toBe(
    withFoot("commands.md", await commandsPage()),
  );
});

test("it has every command and every key of the status", async () => {
  const page = await commandsPage();
  for (const name of Object.keys(commands))
    expect(page).toMatch(name === "run" ? /^## `opampsupervisor`$/m : `opampsupervisor ${name}`);
  for (const [key, value] of Object.entries(snapshotOf())) {
    expect(page).toContain(key);
    if (key === "ties" || typeof value !== "object") continue;
    for (const inner of Object.keys(value)) expect(page).toContain(inner);
  }
});
