import { z } from "zod";

import type { SettingsStore } from "../store/settings-store.ts";
import { type ApprovalRule, approvalRule } from "./approval-rule.ts";

const day = 86_400_000;

/** What people may choose for the life of new certificates, milliseconds; the shortest is for trying a renewal. */
export const lives = [
  { name: "10 minutes", ms: 600_000 },
  { name: "1 day", ms: day },
  { name: "30 days", ms: 30 * day },
  { name: "90 days", ms: 90 * day },
  { name: "1 year", ms: 365 * day },
] as const;

const usualLifeMs = 90 * day;

const saved = z.object({ rule: approvalRule, lifeMs: z.number() });

/** Whose requests are approved without a person, by default nobody's, and for how long certificates are issued, by default 90 days. */
export class ApprovalSettings {
  readonly #store: SettingsStore;
  #now: z.infer<typeof saved>;

  constructor(store: SettingsStore) {
    this.#store = store;
    const text = store.get("approval");
    this.#now = text === undefined ? { rule: { kind: "nobody" }, lifeMs: usualLifeMs } : saved.parse(JSON.parse(text));
  }

  get rule(): ApprovalRule {
    return this.#now.rule;
  }

  get lifeMs(): number {
    return this.#now.lifeMs;
  }

  choose(rule: ApprovalRule, lifeMs: number): void {
    this.#now = { rule, lifeMs };
    this.#store.set("approval", JSON.stringify(this.#now));
  }
}
