import { codecFull, codecSmall } from "./codec.ts";
import { connectedAgents, connectedAgentsOfExample } from "./connected-agents.ts";
import { herd, realHerd } from "./herd.ts";
import type { ProtocolScenario } from "./protocol-scenario.ts";
import { bareClientTrips, bareServerTrips, bothTrips, clientTrips, serverTrips } from "./round-trips.ts";

/** In the order in which they run and are shown. */
export const protocolScenarios: readonly ProtocolScenario[] = [
  codecSmall,
  codecFull,
  serverTrips,
  bareServerTrips,
  clientTrips,
  bareClientTrips,
  bothTrips,
  connectedAgents,
  connectedAgentsOfExample,
  herd,
  realHerd,
];
