import { expect } from "bun:test";

import { compose } from "../../src/compose/compose.ts";
import type { ComposeResult } from "../../src/compose/compose.ts";
import type { Policy } from "../../src/compose/policy/policy.ts";
import { composeInput, layers } from "./compose-input.ts";

/** A policy that bounds nothing, unless stated; references are denied, as in every policy that does not allow them. */
export function policyOf(stated: Partial<Policy> = {}): Policy {
  return { components: {}, configSources: { env: [], schemes: [] }, required: [], limits: {}, ...stated };
}

export interface Offer {
  /** The one remote file, called `r`. */
  remote: string;
  local?: string;
  env?: Record<string, string>;
}

/** What becomes of a remote file under a policy. */
export function judge(stated: Partial<Policy>, { remote, local = "", env = {} }: Offer): ComposeResult {
  const remoteFiles = new Map([["r", remote]]);
  return compose(composeInput({ policy: policyOf(stated), layers: layers(local), remoteFiles, env }));
}

/** Refused by this rule, at this path if one is given (`a::b`); returns the reason. */
export function expectDenied(policy: Partial<Policy>, offer: Offer, rule: string, path?: string): string {
  const result = judge(policy, offer);
  if (result.composed) throw new Error(`taken: ${result.text}`);
  expect(result).toMatchObject({ code: "POLICY_DENIED", ...(path !== undefined && { path: path.split("::") }) });
  expect(result.reason).toContain(`(${rule})`);
  return result.reason;
}

export function expectTaken(policy: Partial<Policy>, offer: Offer): void {
  const result = judge(policy, offer);
  if (!result.composed) throw new Error(result.reason);
}
