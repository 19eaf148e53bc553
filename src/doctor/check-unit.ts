import { join, relative, resolve } from "node:path";

import type { Patient } from "./context.ts";
import { findUnit, type FoundUnit } from "./find-unit.ts";
import type { Finding } from "./finding.ts";
import { fine, found, skipped } from "./report.ts";
import { isOn, setting, type UnitSettings, words } from "./unit-file.ts";

export interface UnitOptions extends Pick<Patient, "runtime"> {
  /** Name or path of the unit. Default: it is looked for. */
  unit?: string | undefined;
  /** Of what was loaded; unset where that was wrong. */
  patient: Pick<Patient, "config" | "file"> | undefined;
}

/** The unit that systemd runs the supervisor by: restarted, stopped as a whole, allowed to write where it must. */
export async function checkUnit({ unit: wanted, patient, runtime }: UnitOptions): Promise<Finding[]> {
  const search = await findUnit(wanted, runtime.files);
  if (search.is === "no-systemd") return [skipped("unit", "systemd does not run here")];
  if (search.is === "none") return [found("UNIT_NONE", "no unit starts a program named opampsupervisor")];
  if (search.is === "unreadable") return [found("UNIT_UNREADABLE", `there is no unit ${wanted}`)];
  const { unit } = search;
  const findings = [...judgeUnit(unit), ...judgePlaces(unit, patient, runtime.host.directory)];
  return findings.length > 0 ? findings : [fine("unit", unit.path)];
}

/** What does not depend on the configuration. */
export function judgeUnit({ path, settings }: FoundUnit): Finding[] {
  const say = (name: string) => `${path}: ${name}=${setting(settings, name)}`;
  const findings: Finding[] = [];
  const isNotify = setting(settings, "Type").startsWith("notify");
  if (!isNotify) {
    findings.push(found("UNIT_TYPE", `${say("Type")}: systemd takes the supervisor for ready before it is`));
  }
  if (!["always", "on-failure"].includes(setting(settings, "Restart"))) {
    findings.push(found("UNIT_RESTART", `${say("Restart")}: nothing starts the supervisor again when it was killed`));
  }
  const killMode = setting(settings, "KillMode");
  if (killMode === "process" || killMode === "none") {
    findings.push(
      found(
        "UNIT_KILL_MODE",
        `${say("KillMode")}: systemd leaves the Collector alone where the supervisor could not end it`,
      ),
    );
  }
  if (isOn(settings, "MemoryDenyWriteExecute")) findings.push(...judgeMemory(path, settings, isNotify));
  if (!["continue", "kill"].includes(setting(settings, "OOMPolicy"))) {
    findings.push(
      found(
        "UNIT_OOM_POLICY",
        `${say("OOMPolicy")}: systemd stops the whole service when the kernel ends the Collector for want of memory`,
      ),
    );
  }
  const delegate = setting(settings, "Delegate");
  if (delegate !== "" && !/^(?:0|no|false|off)$/i.test(delegate)) {
    findings.push(found("UNIT_DELEGATE", `${say("Delegate")} has no use: the supervisor makes no control groups`));
  }
  return findings;
}

function judgeMemory(path: string, settings: UnitSettings, isNotify: boolean): Finding[] {
  const findings = [
    found(
      "UNIT_MEMORY",
      `${path}: with MemoryDenyWriteExecute=yes the kernel does not tie the Collector to the supervisor`,
    ),
  ];
  const user = setting(settings, "User");
  const isRoot = (user === "" || user === "root" || user === "0") && !isOn(settings, "DynamicUser");
  if (isNotify && !isRoot && setting(settings, "NotifyAccess") !== "all") {
    const cause = `${path}: with MemoryDenyWriteExecute=yes another program tells systemd how it is, which NotifyAccess=${setting(settings, "NotifyAccess") || "main"} refuses`;
    findings.push(found("UNIT_NOTIFY_ACCESS", cause));
  }
  return findings;
}

function judgePlaces({ path, settings }: FoundUnit, patient: UnitOptions["patient"], here: string): Finding[] {
  if (patient === undefined) return [];
  const directory = resolve(setting(settings, "WorkingDirectory") || "/", patient.config.storage.directory);
  const findings: Finding[] = [];
  const why = whyReadOnly(directory, settings);
  if (why !== undefined)
    findings.push(found("UNIT_STORAGE", `${path}: ${why}, and the storage directory is ${directory}`));
  const [, configured] = /--config[= ]\s*(\S+)/.exec(setting(settings, "ExecStart")) ?? [];
  if (
    configured !== undefined &&
    resolve(here, patient.file) !== resolve(setting(settings, "WorkingDirectory") || "/", configured)
  ) {
    findings.push(found("UNIT_OTHER_CONFIG", `${path} runs with ${configured}, not with ${patient.file}`));
  }
  return findings;
}

/** Directories that a setting makes below a fixed place, and lets the service write. */
const made = {
  StateDirectory: "/var/lib",
  RuntimeDirectory: "/run",
  LogsDirectory: "/var/log",
  CacheDirectory: "/var/cache",
};

/** Which setting keeps the service from writing there (systemd.exec(5)); `undefined` for none. */
export function whyReadOnly(directory: string, settings: UnitSettings): string | undefined {
  const writable = [
    ...words(settings, "ReadWritePaths").map((word) => word.replace(/^[-+]+/, "")),
    ...Object.entries(made).flatMap(([name, parent]) =>
      words(settings, name).map((word) => join(parent, word.split(":")[0] ?? "")),
    ),
  ];
  if (writable.some((place) => lies(directory, place))) return undefined;
  const closed = words(settings, "ReadOnlyPaths").concat(words(settings, "InaccessiblePaths"));
  if (closed.some((place) => lies(directory, place.replace(/^[-+]+/, ""))))
    return "ReadOnlyPaths or InaccessiblePaths closes it";
  const home = setting(settings, "ProtectHome");
  if (
    home !== "" &&
    !/^(?:0|no|false|off)$/i.test(home) &&
    ["/home", "/root", "/run/user"].some((place) => lies(directory, place))
  ) {
    return `ProtectHome=${home} closes it`;
  }
  const system = setting(settings, "ProtectSystem");
  if (system === "strict" || isOn(settings, "DynamicUser")) {
    if (["/dev", "/proc", "/sys"].some((place) => lies(directory, place))) return undefined;
    const isTemporary = isOn(settings, "PrivateTmp") || isOn(settings, "DynamicUser");
    if (isTemporary && ["/tmp", "/var/tmp"].some((place) => lies(directory, place))) return undefined;
    return system === "strict" ? "ProtectSystem=strict makes it read-only" : "DynamicUser=yes makes it read-only";
  }
  const parts =
    system === "full"
      ? ["/usr", "/boot", "/efi", "/etc"]
      : isOn(settings, "ProtectSystem")
        ? ["/usr", "/boot", "/efi"]
        : [];
  return parts.some((place) => lies(directory, place)) ? `ProtectSystem=${system} makes it read-only` : undefined;
}

function lies(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === "" || !way.split("/").includes("..");
}
