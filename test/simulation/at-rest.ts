import { behaviourOf } from "./behaviour.ts";
import type { SimulatedWorld } from "./simulated-world.ts";

/** What is wrong when nothing has happened for long; `undefined`: what runs is what was asked for, or the last good one. */
export function faultAtRest(world: SimulatedWorld): string | undefined {
  const { state, server } = world;
  const { connection, settingsOffer } = state;
  if (connection.is !== "steady") return `the connection is still ${connection.is}`;
  if (Object.values(settingsOffer?.parts ?? {}).some(({ is }) => is === "pending")) return "connection settings wait";
  if (world.life?.connection.isOpen !== true) return "the agent is stranded";
  const { apply, pending, desired, accepted, target, process, settings } = state;
  if (apply.is !== "idle" && apply.is !== "reverting") return `still ${apply.is}`;
  if (pending !== undefined) return "a verdict is owed to the server";
  const isInForce = desired.remote?.id === accepted.remote?.id;
  if (!isInForce && settings.rollback) return "what is desired is neither in force nor refused";
  if (server.verdict === "APPLIED" && accepted.remote?.id !== server.wants?.id) return "APPLIED, but not in force";
  if (target.is === "nothing") {
    if (!target.onPurpose) return `nothing runs: ${target.reason}`;
    if (process.is !== "down") return "what should be stopped is not";
    return server.isHealthy === true ? undefined : "stopped on purpose, and not called healthy";
  }
  if (settings.rollback && target.composition.candidate.remote?.id !== accepted.remote?.id) {
    return "the target is not what is in force";
  }
  if (process.is === "down") return "nothing runs, and nothing is waited for";
  if (!lasts(world, target.composition.text)) return undefined;
  if (process.is !== "up" || !process.proven) return `a good configuration does not run: ${process.is}`;
  if (process.run.composition.fingerprint !== target.composition.fingerprint) return "another configuration runs";
  return server.isHealthy === true ? undefined : `a good configuration runs, and the server hears: ${server.health}`;
}

function lasts({ config }: SimulatedWorld, text: string): boolean {
  const { lasts: always, word } = behaviourOf(text);
  return always || (word === "slow" && config.agent.configApplyTimeoutMs > 31_000);
}
