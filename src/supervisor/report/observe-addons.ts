import type { Observed, Remark } from "./observed.ts";

/** What becomes of add-ons, but for their failures, which are those of packages. */
export function observeAddons({ before, after }: Observed): Remark[] {
  const remarks: Remark[] = [];
  const [old, now] = [before.packages.addons, after.packages.addons];
  for (const { name, ticket } of now.fetching) {
    if (old.fetching.some((each) => each.ticket === ticket)) continue;
    const version = now.wanted.find((wanted) => wanted.name === name)?.version;
    remarks.push({ event: "package-fetching", name, ...(version && { version }), by: "server" });
  }
  if (now.waiting !== undefined && old.waiting?.remote !== now.waiting.remote) {
    const reason = `it refers to ${now.waiting.variables.join(", ")}`;
    remarks.push({ event: "configuration-waiting", hash: now.waiting.remote.id, reason });
  }
  if (after.accepted.addons === before.accepted.addons) return remarks;
  for (const [variable, { name, version, hash }] of after.accepted.addons) {
    if (before.accepted.addons.get(variable)?.hash === hash) continue;
    remarks.push({ event: "package-installed", name, ...(version !== "" && { version }) });
  }
  return remarks;
}
