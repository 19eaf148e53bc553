import type { Turn } from "../mind/turn.ts";
import { tell } from "./package-changes.ts";
import { heldPackages } from "./package-status.ts";
import { installedSelf } from "./self-state.ts";

/**
 * At the end of each step: of an offer that nobody looks at before the hold is over the server hears the hash, and with it that
 * its packages wait, but for those that are here already or whose verdict is known. What it does not name is not offered any more.
 */
export function tellHeldOffer(turn: Turn): void {
  const { packages, self } = turn.state;
  const { offer, isHeldBack, isPlanned, record } = packages;
  if (!isHeldBack || isPlanned || offer === undefined) return;
  const own = installedSelf(self);
  const here = [...heldPackages(record), ...(own === undefined ? [] : [own])];
  const told = packages.told.flatMap((each) => {
    if (offer.packages.some(({ name }) => name === each.name)) return [each];
    const isHere = here.some(({ name }) => name === each.name);
    return isHere ? [{ ...each, phase: "installed" as const, offered: undefined, error: "", progress: undefined }] : [];
  });
  turn.state.packages = { ...packages, told };
  for (const offered of offer.packages) {
    const { name, hash } = offered;
    const before = told.find((each) => each.name === name);
    if (here.some((each) => each.name === name && each.hash === hash)) tell(turn, offered, "installed");
    else if (before?.offered?.hash !== hash) tell(turn, offered, "pending");
  }
}
