import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { StatusSnapshot } from "../../../src/control/snapshot.ts";
import { statusMessage } from "../../../src/supervisor/report/status-message.ts";
import { ownCapability } from "../../../src/supervisor/report/tally-message.ts";
import { blockOf } from "../../support/doc-blocks.ts";
import { projectRoot } from "../../support/project.ts";
import { snapshotOf } from "../../support/status-snapshots.ts";

const page = readFileSync(join(projectRoot, "docs/server-view.md"), "utf8");

/** All keys of a value, as paths; those of a map by ids count as one. */
function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(keysOf(item))))];
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, keysOf(inner)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

test("docs/server-view.md shows a status as it is told", () => {
  const shown = JSON.parse(blockOf("docs/server-view.md", "`status`", "json"));
  const { at, collector, configuration, certificate, certificateRequest, certificates, outage, hold } = shown;
  const { outcome, ...others } = configuration;
  const snapshot: StatusSnapshot = snapshotOf({
    at,
    collector: { executable: "/opt/otelcol", ...collector },
    configuration: { ...others, outcome: { hash: "8f3c", status: outcome } },
    server: { state: "connected", certificate, certificateRequest },
    certificates,
    outages: [outage],
    hold,
  });
  const told = JSON.parse(Buffer.from(statusMessage(snapshot).data ?? []).toString()) as unknown;
  expect(keysOf(told)).toEqual(keysOf(shown));
  expect(page).toContain(`\`${ownCapability}\``);
});

test("it has every attribute that health is given", async () => {
  const sources = ["report/told-health.ts", "report/told-figures.ts", "operator/hold-words.ts"].map((name) =>
    readFileSync(join(projectRoot, "src/supervisor", name), "utf8"),
  );
  const names = new Set(
    sources.flatMap((source) =>
      [...source.matchAll(/"((?:collector|opampsupervisor)\.[a-z_.]+)"/g)].map(([, name]) => name),
    ),
  );
  const shown = [...page.matchAll(/^\| `((?:collector|opampsupervisor)\.[a-z_.]+)`/gm)].map(([, name]) => name);
  const stems = [...names].filter((name) => !name?.endsWith("."));
  expect(stems.filter((name) => !shown.includes(name))).toEqual([]);
  expect(stems.length).toBeGreaterThan(9);
});
