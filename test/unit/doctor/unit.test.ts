import { describe, expect, test } from "bun:test";

import { judgeUnit, whyReadOnly } from "../../../src/doctor/check-unit.ts";
import { findUnit } from "../../../src/doctor/find-unit.ts";
import { readUnit, setting, words } from "../../../src/doctor/unit-file.ts";
import { MemoryFiles } from "../../support/memory-files.ts";

const good = `[Unit]
Restart=no
[Service]
Type=notify
ExecStart=/usr/local/bin/opampsupervisor --config /etc/s.yaml
Restart=always
OOMPolicy=continue
`;

function codesOf(text: string): string[] {
  return judgeUnit({ path: "u.service", settings: readUnit([text]) }).map((finding) =>
    "code" in finding ? finding.code : finding.severity,
  );
}

describe("a unit file", () => {
  test("is read as systemd reads it: sections, comments, continued lines, lists, and values that are taken back", () => {
    const unit = readUnit([
      "# Restart=no\n[Install]\nRestart=no\n[Service]\n; x\n  Restart = always \nExecStart=/bin/a \\\n  --config b\nReadWritePaths=/a /b\nReadWritePaths=-/c\n",
      "[Service]\nRestart=\nRestart=on-failure\n",
    ]);
    expect(setting(unit, "Restart")).toBe("on-failure");
    expect(setting(unit, "ExecStart").split(/\s+/)).toEqual(["/bin/a", "--config", "b"]);
    expect(words(unit, "ReadWritePaths")).toEqual(["/a", "/b", "-/c"]);
    expect(setting(unit, "KillMode")).toBe("");
  });
});

describe("of a unit is told", () => {
  test("nothing where it is as it should be", () => {
    expect(codesOf(good)).toEqual([]);
  });

  test.each([
    [good.replace("Type=notify", ""), ["UNIT_TYPE"]],
    [good.replace("Restart=always", ""), ["UNIT_RESTART"]],
    [`${good}Restart=on-failure`, []],
    [`${good}KillMode=process`, ["UNIT_KILL_MODE"]],
    [`${good}KillMode=mixed`, []],
    [`${good}MemoryDenyWriteExecute=yes`, ["UNIT_MEMORY"]],
    [`${good}MemoryDenyWriteExecute=yes\nUser=otel`, ["UNIT_MEMORY", "UNIT_NOTIFY_ACCESS"]],
    [`${good}MemoryDenyWriteExecute=yes\nUser=otel\nNotifyAccess=all`, ["UNIT_MEMORY"]],
    [good.replace("OOMPolicy=continue", ""), ["UNIT_OOM_POLICY"]],
    [`${good}Delegate=yes`, ["UNIT_DELEGATE"]],
    [`${good}Delegate=no`, []],
  ])("%#", (text, codes) => {
    expect(codesOf(text)).toEqual(codes);
  });
});

describe("the storage directory", () => {
  const why = (directory: string, text: string) => whyReadOnly(directory, readUnit([`[Service]\n${text}`]));

  test.each([
    ["/var/lib/otelcol/supervisor", ""],
    ["/var/lib/otelcol/supervisor", "ProtectSystem=yes"],
    ["/var/lib/otelcol/supervisor", "ProtectSystem=full"],
    ["/var/lib/otelcol/supervisor", "ProtectSystem=strict\nStateDirectory=otelcol/supervisor"],
    ["/var/lib/otelcol/supervisor", "ProtectSystem=strict\nStateDirectory=otelcol"],
    ["/var/lib/otelcol/supervisor", "ProtectSystem=strict\nReadWritePaths=-/var/lib"],
    ["/home/x", "ProtectHome=no"],
    ["/tmp/x", "ProtectSystem=strict\nPrivateTmp=yes"],
  ])("%s can be written with %j", (directory, text) => {
    expect(why(directory, text)).toBe(undefined);
  });

  test.each([
    ["/var/lib/otelcol/supervisor", "ProtectSystem=strict", "ProtectSystem=strict"],
    ["/var/lib/otelcol/supervisor", "ProtectSystem=strict\nStateDirectory=otel", "ProtectSystem=strict"],
    ["/var/lib/otelcol/supervisor", "DynamicUser=yes", "DynamicUser"],
    ["/etc/otelcol", "ProtectSystem=full", "ProtectSystem=full"],
    ["/usr/share/x", "ProtectSystem=yes", "ProtectSystem=yes"],
    ["/home/x/storage", "ProtectHome=read-only", "ProtectHome=read-only"],
    ["/srv/x", "ReadOnlyPaths=/srv", "ReadOnlyPaths"],
    ["/tmp/x", "ProtectSystem=strict", "ProtectSystem=strict"],
  ])("%s cannot with %j", (directory, text, reason) => {
    expect(why(directory, text)).toContain(reason);
  });
});

describe("the unit is looked for", () => {
  const systemd = {
    "/run/systemd/system/x": "",
    "/usr/lib/systemd/system/other.service": "[Service]\nExecStart=/bin/x",
  };

  async function search(files: Record<string, string>, wanted?: string) {
    const memory = new MemoryFiles();
    for (const [path, text] of Object.entries(files)) memory.put(path, text);
    return await findUnit(wanted, memory);
  }

  test("by the program that it starts, its drop-ins over it", async () => {
    const found = await search({
      ...systemd,
      "/usr/lib/systemd/system/collector.service": good,
      "/usr/lib/systemd/system/collector.service.d/b.conf": "[Service]\nKillMode=none",
      "/etc/systemd/system/collector.service.d/b.conf": "[Service]\nKillMode=process",
    });
    expect(found).toMatchObject({ is: "found", unit: { path: "/usr/lib/systemd/system/collector.service" } });
    expect(found.is === "found" && setting(found.unit.settings, "KillMode")).toBe("process");
  });

  test("by its name, or by its path", async () => {
    const files = { "/etc/systemd/system/a.service": good, "/here/b.service": good };
    expect(await search(files, "a")).toMatchObject({ unit: { path: "/etc/systemd/system/a.service" } });
    expect(await search(files, "/here/b.service")).toMatchObject({ unit: { path: "/here/b.service" } });
    expect(await search(files, "c")).toEqual({ is: "unreadable" });
  });

  test("where systemd runs", async () => {
    expect(await search({ "/etc/systemd/system/a.service": good })).toEqual({ is: "no-systemd" });
    expect(await search(systemd)).toEqual({ is: "none" });
  });
});
