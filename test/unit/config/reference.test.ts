import { describe, expect, test } from "bun:test";
import { join } from "node:path";

import { withFoot } from "../../../scripts/docs/foot.ts";
import { markdownTable } from "../../../src/config/markdown-table.ts";
import { formatProblem } from "../../../src/config/problem.ts";
import { configurationReference } from "../../../src/config/reference.ts";
import { sectionsOf } from "../../../src/config/schema-shape.ts";
import { supervisorSchema } from "../../../src/config/schema/supervisor.ts";
import { projectRoot } from "../../support/project.ts";
import { configOf, problemsOf } from "../../support/supervisor-yaml.ts";

test("docs/configuration.md is what the schema makes of it", async () => {
  expect(await Bun.file(join(projectRoot, "docs/configuration.md")).text()).toBe(
    withFoot("configuration.md", configurationReference()),
  );
});

describe("the reference", () => {
  const text = configurationReference();

  test("names every supported and every refused key", () => {
    for (const section of sectionsOf(supervisorSchema())) {
      if (/healthcheck|gateway|tpm|secrets/.test(section.path)) continue;
      for (const key of section.keys) expect(text).toContain(key);
    }
  });

  test("describes every key that it names", () => {
    const rows = text.split("\n").filter((line) => /^\| `[a-z]/.test(line));
    expect(rows.length).toBeGreaterThan(60);
    for (const row of rows) expect(row).not.toMatch(/\| +\|$/);
  });

  test("begins with a configuration that is valid", async () => {
    const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(text) ?? [];
    expect((await configOf(yaml)).agent.executable).toBe("/usr/local/bin/otelcol");
  });

  test("shows problems as they are printed", async () => {
    const yaml = "server:\n  endpoint: ws://h\nagent:\n  exectuable: /x\n  bootstrap_timeout: 5\n";
    for (const problem of await problemsOf(yaml)) {
      expect(text).toContain(`${formatProblem({ ...problem, file: "supervisor.yaml" })}\n`);
    }
  });
});

test("a table is aligned and keeps bars in its cells", () => {
  expect(markdownTable(["A", "Long"], [["a|b", "…"]])).toBe("| A    | Long |\n| ---- | ---- |\n| a\\|b | …    |");
});
