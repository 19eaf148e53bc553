import type { Effect } from "../mind/effects.ts";

/** The code of the failure that a step has told the log of, such as `PORT_IN_USE`; `undefined` where it told of none. */
export function failureCode(effects: readonly Effect[]): string | undefined {
  for (const effect of effects) {
    if (effect.do !== "Log" || effect.level !== "error") continue;
    const { reason } = effect.fields ?? {};
    if (typeof reason === "string") return /^([A-Z][A-Z_]+):/.exec(reason)?.[1] ?? "OTHER";
  }
  return undefined;
}
