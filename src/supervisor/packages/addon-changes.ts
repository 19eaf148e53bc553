import type { Turn } from "../mind/turn.ts";
import type { Addons, WantedAddon } from "./addons-state.ts";
import { failWanted } from "./package-changes.ts";

/** Changes what is known of add-ons. */
export function setAddons(turn: Turn, part: Partial<Addons>): void {
  const { packages } = turn.state;
  turn.state.packages = { ...packages, addons: { ...packages.addons, ...part } };
}

/** `next` takes the place of what was wanted under its name, and which add-ons are to be in force is worked out anew. */
export function replaceAddon(turn: Turn, next: WantedAddon): void {
  const { wanted } = turn.state.packages.addons;
  setAddons(turn, { wanted: wanted.map((each) => (each.name === next.name ? next : each)), isDue: true });
}

/** The server is told; what was in force before under this name stays. */
export function failAddon(
  turn: Turn,
  addon: WantedAddon,
  { reason, isCondemned = false }: { reason: string; isCondemned?: boolean },
): void {
  const { name, version, hash } = addon;
  const { is: _is, ...asked } = addon;
  failWanted(turn, { by: "server", name, version, hash }, { reason, isCondemned });
  replaceAddon(turn, { ...asked, is: "failed", stored: addon.is === "awaited" ? undefined : addon.stored });
}
