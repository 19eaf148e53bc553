import type { ComponentKind, PolicyConfig } from "../../config/policy-types.ts";
import type { PortRange } from "../../config/port-range.ts";

export type { Requirement, TypeRule } from "../../config/policy-types.ts";
export type { PortRange };

/** `agent.policy` and `agent.access_dirs`: what remote content may do. */
export type Policy = PolicyConfig;

export const componentKinds = [
  "receivers",
  "processors",
  "exporters",
  "connectors",
  "extensions",
] as const satisfies readonly ComponentKind[];
