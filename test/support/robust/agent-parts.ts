import fc from "fast-check";

import type { AgentState } from "../../../src/opamp/server/server.ts";
import { agentMessage } from "./schema-arbitrary.ts";

const names = [
  "agentDescription",
  "health",
  "effectiveConfig",
  "remoteConfigStatus",
  "packageStatuses",
  "customCapabilities",
  "connectionSettingsStatus",
] as const;

/** What an agent tells of itself, but for the components, of which first the hash is told alone. */
export type AgentParts = Partial<Pick<AgentState, (typeof names)[number]>>;

/** Some parts with any content. */
export const agentParts: fc.Arbitrary<AgentParts> = fc
  .tuple(agentMessage, fc.subarray([...names], { maxLength: 2 }))
  .map(([message, chosen]) => Object.fromEntries(chosen.map((name) => [name, message[name] ?? {}])));
