import { addonVariable } from "../../config/addon-variable.ts";
import type { OfferedPackage } from "../../packages/packages-offer.ts";
import type { PackageDecision } from "../../packages/plan.ts";
import type { State } from "../mind/state.ts";
import { usedAddons } from "./addon-records.ts";
import type { WantedAddon } from "./addons-state.ts";

export interface DecidedAddon {
  offered: OfferedPackage;
  decision: PackageDecision;
  isOnItsWay: boolean;
}

/**
 * What is wanted of an add-on that is offered. What is not allowed is not wanted; what cannot be had otherwise leaves what was there
 * under its name. What is used goes on, and at a start all that is here was judged just before; anything else that is here was verified
 * when it came, and whom the operator trusts may have changed since.
 */
export function wantedAddon(state: State, { offered, decision, isOnItsWay }: DecidedAddon): WantedAddon[] {
  const { name, version, hash } = offered;
  const asked = { name, version, hash, variable: addonVariable(name) };
  if (decision.do !== "add") {
    const isForeign = decision.do === "refuse" && decision.code === "NOT_ALLOWED";
    return isForeign ? [] : [{ ...asked, source: undefined, is: "failed", stored: undefined }];
  }
  const { file, rule, held } = decision.addon;
  const whole = { ...asked, source: { file, rule } };
  if (!isOnItsWay) return [{ ...whole, is: "failed", stored: held }];
  if (held === undefined) return [{ ...whole, is: "awaited" }];
  const isStart = state.packages.addons.wanted.length === 0;
  if (isStart || usedAddons(state).has(held.path)) return [{ ...whole, is: "here", stored: held }];
  return [{ ...whole, source: { file, rule, held }, is: "awaited" }];
}
