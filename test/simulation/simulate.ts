import { errorMessage } from "../../src/runtime/error-message.ts";
import { brokenText } from "../support/compositions.ts";
import { faultAtRest } from "./at-rest.ts";
import { behaviourOf } from "./behaviour.ts";
import { direct } from "./director.ts";
import { programName } from "./simulated-packages.ts";
import { SimulatedWorld } from "./simulated-world.ts";
import { Story } from "./story.ts";

export interface Outcome {
  seed: number;
  /** What is wrong; `undefined`: all held. */
  fault: string | undefined;
  /** All that happened, oldest first. */
  story: readonly string[];
}

/** Longer than a parked Collector waits, milliseconds. */
const quietMs = 12 * 60_000;

/** One story: incidents in the order that the seed chooses, then quiet, then a good offer, then a stop. */
export async function simulate(seed: number): Promise<Outcome> {
  const world = worldOf(seed);
  try {
    await play(world);
    return { seed, fault: undefined, story: world.story.lines };
  } catch (error) {
    return { seed, fault: errorMessage(error), story: world.story.lines };
  }
}

async function play(world: SimulatedWorld): Promise<void> {
  const { story, server } = world;
  await world.starts();
  await direct(world, story.between([3, 30]));
  await calm(world);
  restsWell(world);
  await world.offersProgram("steady first").passes(quietMs);
  restsWell(world);
  const wasFragile = world.runsFragile;
  await world.offers("last", "steady at last").passes(5);
  // Targets that were refused are taken again once there is another remote configuration.
  world.offersTelemetry({}).offersOther({ endpoint: "https://steady" });
  await world.passes(quietMs);
  restsWell(world);
  const isApplied = server.verdict === "APPLIED" && world.runs === "last";
  // What a Collector was to read when it died in a reload has failed, whatever it is; so has what a bad program was to run.
  const isExcused = wasFragile || world.runsFragile || !programLasts(world) || !operatorPartLasts(world);
  if (!isApplied && !isExcused) {
    throw new Error(`the last offer is good: ${server.heard.at(-1)}, ${world.runs} runs`);
  }
  if (isApplied && operatorPartLasts(world)) await upgradesInTheEnd(world);
  world.stops();
  await world.passes(60_000);
  if (world.life !== undefined) throw new Error("it was told to stop and has not ended");
}

/** A good configuration runs: a good program comes into force, whatever runs it now. */
async function upgradesInTheEnd(world: SimulatedWorld): Promise<void> {
  await world.offersProgram("steady at last").passes(quietMs);
  restsWell(world);
  if (world.packages.verdict === "Installed" && world.program === "steady at last") return;
  throw new Error(`the last package is good: ${world.packages.heard.at(-1)}, ${world.program} runs`);
}

function programLasts({ state }: SimulatedWorld): boolean {
  const name = programName(state.accepted.program);
  return name === "" || name.startsWith("steady");
}

/** One that does not came into force while something else hid it, and is to blame for what comes then. */
function operatorPartLasts({ state }: SimulatedWorld): boolean {
  const layers = state.accepted.operator?.config.agent.configFiles.join(" ");
  const alone = { files: [["own", layers]], connections: { telemetry: {}, others: {} } };
  if (layers === undefined) return true;
  if (layers.includes(brokenText)) return false;
  const { lasts, whenReloadedTo, onHangup } = behaviourOf(JSON.stringify(alone));
  return lasts && whenReloadedTo === undefined && onHangup === undefined;
}

/** Nothing befalls the world any more. */
async function calm(world: SimulatedWorld): Promise<void> {
  const { story, server } = world;
  world.killsAfter(Infinity);
  world.machine.breaksDownloads = false;
  if (world.disk.isFull) world.fillsDisk(false);
  if (world.machine.portIsTaken) world.setsPort(false);
  if (world.machine.lacksExecutable) world.removesExecutable(false);
  if (world.isServerAway) world.losesServer(false);
  for (const name of ["one", "two"]) world.setsEndpoint(name, "works");
  story.tell("", "--- nothing more befalls the world ---");
  await world.passes(60_000);
  if (world.life === undefined) await world.starts();
  // An offer that went with a supervisor comes again, as a server sees that the agent has another one.
  server.offersAgain();
  world.packages.offersAgain();
  await world.passes(quietMs);
}

function restsWell(world: SimulatedWorld): void {
  const { server, state } = world;
  const isLost = server.wants !== undefined && server.wants.id !== (state.offered ?? state.remoteStatus)?.id;
  const fault = isLost ? "an offer was lost" : faultAtRest(world);
  if (fault !== undefined) throw new Error(`at rest: ${fault}`);
}

function worldOf(seed: number): SimulatedWorld {
  const story = new Story(seed ^ 0x5eed);
  return new SimulatedWorld({
    seed,
    hasStalls: true,
    offering: story.pick(["always", "on difference", "once"]),
    ...(story.chance(0.3) && { fallback: story.pick(["steady fallback", "steady fallback", "exits", "sickens"]) }),
    ownLayers: story.pick(["steady", "steady", "steady", "bare", "flaps", "expires"]),
    config: {
      agent: {
        useHupConfigReload: story.chance(0.6),
        automaticConfigRollback: story.chance(0.85),
        validateConfig: story.chance(0.8),
        onEmptyRemoteConfig: story.pick(["stop", "keep_local"]),
        configApplyTimeoutMs: story.pick([5_000, 5_000, 60_000]),
        configProbationMs: story.pick([0, 10_000, 60_000, 60_000]),
        livenessTimeoutMs: story.pick([0, 20_000, 180_000]),
        restartUnhealthy: story.chance(0.3),
        fallbackAfterMs: story.pick([0, 1_000, 30_000]),
      },
      connection: { verifyTimeoutMs: 10_000, returnAfterMs: story.pick([0, 30_000, 300_000]) },
    },
  });
}
