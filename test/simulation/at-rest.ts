import type { Composition } from "../../src/supervisor/mind/state.ts";
import { behaviourOf } from "./behaviour.ts";
import { addonNames, programName } from "./simulated-packages.ts";
import type { SimulatedWorld } from "./simulated-world.ts";

/** What is wrong when nothing has happened for long; `undefined`: what runs is what was asked for, or the last good one. */
export function faultAtRest(world: SimulatedWorld): string | undefined {
  const { state, server } = world;
  const { connection, settingsOffer } = state;
  if (connection.is !== "steady") return `the connection is still ${connection.is}`;
  if (Object.values(settingsOffer?.parts ?? {}).some(({ is }) => is === "pending")) return "connection settings wait";
  if (world.life?.connection.isOpen !== true) return "the agent is stranded";
  if (state.held.remote !== undefined || state.held.settings !== undefined || state.held.restart) {
    return "something is held, and nobody holds it";
  }
  if (state.rollback !== undefined) return "a rollback has no end";
  if (state.packages.isHeldBack) return "a package is held back, and nobody holds it";
  const { apply, pending, desired, accepted, target, process, settings } = state;
  if (apply.is !== "idle" && apply.is !== "reverting") return `still ${apply.is}`;
  if (pending !== undefined) return "a verdict is owed to the server";
  const { packages } = state;
  if (packages.upgrade.is !== "idle") return `the upgrade is still ${packages.upgrade.is}`;
  if (packages.record.trial !== undefined) return "a trial is still in the journal";
  const { addons } = packages;
  if (addons.waiting !== undefined) return "a configuration still waits for add-ons";
  if (addons.fetching.length > 0 || addons.wanted.some(({ is }) => is === "awaited")) return "an add-on is on its way";
  const isUnderFallback = state.fallback !== "none";
  const isOwed = world.packages.wantsAddon !== undefined && world.packages.addonVerdict === undefined;
  if (isOwed && !isUnderFallback) return "an add-on waits for its verdict";
  if (world.packages.wantsProgram !== undefined && world.packages.verdict === undefined)
    return "a package waits for its verdict";
  if (accepted.program?.hash !== packages.record.installed)
    return "the pointer leads to another program than the one in force";
  if (target.is === "run" && target.composition.candidate.program?.path !== accepted.program?.path) {
    return "the target has another program than the one in force";
  }
  if (state.operatorChange?.outcome.is === "applying") return "the operator's change has no verdict";
  if (desired.operator !== accepted.operator)
    return "the operator's part that is desired is neither in force nor refused";
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
  if (!lasts(world, target.composition)) return undefined;
  if (process.is !== "up" || !process.proven) return `a good configuration does not run: ${process.is}`;
  if (process.run.composition.fingerprint !== target.composition.fingerprint) return "another configuration runs";
  return server.isHealthy === true ? undefined : `a good configuration runs, and the server hears: ${server.health}`;
}

function lasts({ config }: SimulatedWorld, composition: Composition): boolean {
  const { text, candidate } = composition;
  const { lasts: always, word } = behaviourOf(text, programName(candidate.program), addonNames(composition));
  return always || (word === "slow" && config.agent.configApplyTimeoutMs > 31_000);
}
