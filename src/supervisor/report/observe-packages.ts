import type { ToldPackage } from "../packages/package-status.ts";
import { type Observed, reasonOf, type Remark } from "./observed.ts";

/** What becomes of packages. */
export function observePackages({ before, event, after }: Observed): Remark[] {
  const [old, now] = [before.packages, after.packages];
  if (old === now) return [];
  const remarks: Remark[] = [];
  if (event.is === "ProgramLost" && now.record !== old.record) {
    const lost = old.record.versions.find(({ program }) => program === event.program);
    const { name = "", version = "" } = lost ?? {};
    remarks.push({ event: "package-lost", ...named({ name, version }), ...reasonOf(event.reason) });
  }
  if (now.offer !== old.offer && now.offer !== undefined)
    remarks.push({ event: "packages-offered", hash: now.offer.id });
  if (now.upgrade.is !== old.upgrade.is && now.upgrade.is !== "idle") {
    const { wanted } = now.upgrade;
    const events = { fetching: "package-fetching", staged: "package-ready", trying: "package-trying" } as const;
    const { name, version, by } = wanted;
    remarks.push({ event: events[now.upgrade.is], ...named({ name, version }), by });
  }
  if (now.record.installed !== old.record.installed) {
    const found = now.record.versions.find(({ hash }) => hash === now.record.installed);
    const version = found?.version ?? now.ownVersion;
    remarks.push({ event: "package-installed", ...named({ name: found?.name ?? "", version }) });
  }
  // The server is told nothing of what the operator wants; why it failed is told by what was tried.
  if (old.upgrade.is === "trying" && old.upgrade.wanted.by === "operator" && now.upgrade.is === "idle") {
    const { name, version, hash, by } = old.upgrade.wanted;
    const hasFailed = !after.stopRequested && (now.record.installed ?? "") !== hash;
    if (hasFailed) remarks.push({ event: "package-failed", ...named({ name, version }), by });
  }
  for (const told of now.told) {
    if (told.phase === "failed" && !old.told.includes(told) && !isSame(told, old.told)) {
      remarks.push({
        event: "package-failed",
        ...named({ name: told.name, version: told.offered?.version ?? "" }),
        ...reasonOf(told.error),
      });
    }
  }
  return remarks;
}

function isSame(told: ToldPackage, before: readonly ToldPackage[]): boolean {
  return before.some(({ name, phase, error }) => name === told.name && phase === told.phase && error === told.error);
}

function named({ name, version }: { name: string; version: string }): Pick<Remark, "name" | "version"> {
  return { ...(name !== "" && { name }), ...(version !== "" && { version }) };
}
