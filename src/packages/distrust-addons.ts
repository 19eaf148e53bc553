import type { AddonsRecord, StoredAddon } from "../storage/addons-record.ts";

export interface Distrusted {
  addons: AddonsRecord;
  /** Why some are in force that would have to be verified anew, for the operator; empty where none are. */
  notes: readonly string[];
}

/**
 * Add-ons at a start, where the operator may trust somebody else by now. `fault`: why what was verified so (`StoredAddon.verifier`) is not to be
 * used; `undefined` where it is. What is in force goes on, and so does what there is to go back to, since to take it away would cost
 * the configuration that refers to it; everything else is no longer here, and comes anew where it is offered.
 */
export async function distrustAddons(
  addons: AddonsRecord,
  fault: (verifier: string | undefined) => Promise<string | undefined>,
): Promise<Distrusted> {
  const inForce = pathsOf(addons.inForce?.addons);
  const stays = new Set([...inForce, ...pathsOf(addons.before?.addons)]);
  const notes: string[] = [];
  const here: StoredAddon[] = [];
  for (const addon of addons.here) {
    const reason = await fault(addon.verifier);
    if (reason === undefined || stays.has(addon.path)) here.push(addon);
    if (reason !== undefined && inForce.has(addon.path)) notes.push(`${addon.name} ${addon.version}: ${reason}`);
  }
  return { addons: here.length === addons.here.length ? addons : { ...addons, here }, notes };
}

function pathsOf(addons: readonly Pick<StoredAddon, "path">[] = []): Set<string> {
  return new Set(addons.map(({ path }) => path));
}
