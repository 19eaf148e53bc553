import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { judgeUnit, whyReadOnly } from "../../../src/doctor/check-unit.ts";
import { readUnit, setting, words } from "../../../src/doctor/unit-file.ts";
import { projectRoot } from "../../support/project.ts";

const text = (name: string) => readFileSync(join(projectRoot, "packaging/systemd", name), "utf8");
const unit = text("opampsupervisor.service");

describe.each([
  ["the unit of the packages", [unit]],
  ["the unit of the packages with the drop-in for agent.run_as", [unit, text("run-as.conf")]],
])("%s", (_, texts) => {
  const settings = readUnit(texts);

  test("is one of which doctor has nothing to say", () => {
    expect(judgeUnit({ path: "opampsupervisor.service", settings })).toEqual([]);
  });

  test("lets the service write where the example and the default keep state, and into its logs, and not elsewhere", () => {
    const example = readFileSync(join(projectRoot, "packaging/config.example.yaml"), "utf8");
    const storage = /^ {2}directory: (\S+)$/m.exec(example)?.[1] ?? "";
    expect(storage).toBe("/var/lib/opampsupervisor");
    expect(whyReadOnly(storage, settings)).toBeUndefined();
    expect(whyReadOnly("/var/lib/otelcol/supervisor", settings)).toBeUndefined();
    expect(whyReadOnly("/var/log/opampsupervisor", settings)).toBeUndefined();
    for (const place of ["/usr/bin", "/etc/opampsupervisor", "/var/lib/other"]) {
      expect([place, whyReadOnly(place, settings)]).toEqual([place, "ProtectSystem=strict makes it read-only"]);
    }
  });
});

test("the drop-in gives back what it takes to run as another user, to find it and to end it", () => {
  const settings = readUnit([unit, text("run-as.conf")]);
  expect(setting(settings, "User")).toBe("root");
  expect(words(settings, "CapabilityBoundingSet")).toEqual(
    expect.arrayContaining(["CAP_SETUID", "CAP_SETGID", "CAP_CHOWN", "CAP_KILL"]),
  );
});
