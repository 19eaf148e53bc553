import { expect, test } from "bun:test";
import { join } from "node:path";

import { exitCodes } from "../../../src/cli/command.ts";
import { commands } from "../../../src/cli/commands.ts";
import { manPage } from "../../../src/cli/man-page.ts";
import { projectRoot } from "../../support/project.ts";

test("docs/opampsupervisor.1 is what the commands make of it", async () => {
  expect(await Bun.file(join(projectRoot, "docs/opampsupervisor.1")).text()).toBe(await manPage());
});

test("it has every command, every flag and every exit code, in plain letters", async () => {
  const page = await manPage();
  expect(page).not.toMatch(/[^\n\x20-\x7e]/);
  for (const [name, load] of Object.entries(commands)) {
    const { flags } = await load();
    if (name !== "run") expect(page).toContain(`\n.SS ${name.replaceAll("-", "\\-")}\n`);
    for (const flag of Object.keys(flags)) expect(page).toContain(`\\-\\-${flag.replaceAll("-", "\\-")}`);
  }
  for (const code of Object.values(exitCodes)) expect(page).toContain(`\n.B ${code}\n`);
});

test("no line of text is taken for a request", async () => {
  const known = /^\.(?:\\"|TH|SH|SS|TP|PP|BR?|I|br|nf|fi|RS|RE)(?: |$)/;
  for (const line of (await manPage()).split("\n")) if (/^[.']/.test(line)) expect(line).toMatch(known);
});
