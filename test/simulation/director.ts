import type { ConnectionTarget, OwnTelemetry } from "../../src/compose/layers.ts";
import { makeCertificates } from "../support/certificates.ts";
import { programWords, words } from "./behaviour.ts";
import { addonName } from "./simulated-packages.ts";
import type { SimulatedWorld } from "./simulated-world.ts";
import type { Span } from "./story.ts";

/** Something that befalls the world; the weight says how often. */
interface Incident {
  weight: number;
  happens(world: SimulatedWorld): void;
}

const bodies = [...words, "steady", "steady", "steady", "broken", null];
const targets: readonly OwnTelemetry[] = [
  {},
  { metrics: { endpoint: "https://steady", headers: [], certificate: makeCertificates().client } },
  { metrics: { endpoint: "https://steady", headers: [], certificate: makeCertificates().client } },
  { logs: { endpoint: "https://exits", headers: [] } },
  { traces: { endpoint: "https://sickens", headers: [], certificate: makeCertificates().client } },
];

const others: readonly Partial<ConnectionTarget>[] = [
  { endpoint: "https://steady" },
  { certificate: makeCertificates().client },
  { endpoint: "https://exits" },
];

const endpoints = ["one", "two"] as const;

const incidents: readonly Incident[] = [
  { weight: 10, happens: offersSomething },
  { weight: 2, happens: offersBurst },
  { weight: 2, happens: ({ server }) => server.offersAgain() },
  { weight: 2, happens: (world) => world.offersTelemetry(world.story.pick(targets)) },
  { weight: 3, happens: offersEndpoint },
  { weight: 2, happens: changesEndpoint },
  { weight: 1, happens: (world) => world.offersOther(world.story.pick(others)) },
  { weight: 1, happens: (world) => world.assignsUid(world.story.between([1, 3])) },
  { weight: 2, happens: (world) => world.restarts(world.story.pick(["server", "operator"])) },
  { weight: 2, happens: (world) => world.retries() },
  { weight: 3, happens: writesSomething },
  { weight: 4, happens: offersProgram },
  { weight: 4, happens: offersAddon },
  { weight: 2, happens: offersBoth },
  { weight: 1, happens: ({ packages }) => packages.offersAgain() },
  { weight: 1, happens: (world) => world.rollsBack() },
  { weight: 1, happens: (world) => world.removesPackages() },
  { weight: 2, happens: (world) => world.goesBack() },
  { weight: 2, happens: (world) => world.holds(world.story.pick([Infinity, 1_000, 60_000])) },
  { weight: 2, happens: (world) => world.releases() },
  { weight: 1, happens: (world) => world.replacesExecutable() },
  { weight: 2, happens: (world) => world.losesServer(!world.isServerAway) },
  { weight: 1, happens: (world) => world.removesExecutable(!world.machine.lacksExecutable) },
  { weight: 3, happens: (world) => world.killsCollector() },
  { weight: 1, happens: (world) => world.setsPort(!world.machine.portIsTaken) },
  { weight: 1, happens: (world) => world.fillsDisk(!world.disk.isFull) },
  { weight: 3, happens: (world) => world.killsAfter(world.story.between([1, 40])) },
  { weight: 1, happens: (world) => world.stops() },
  { weight: 2, happens: lateNews },
];
const allWeights = incidents.reduce((sum, { weight }) => sum + weight, 0);

/** From one incident to the next: now and then in the middle of what the one before has set going. */
const pauses: readonly Span[] = [
  [0, 3],
  [0, 60],
  [0, 60],
  [50, 3_000],
  [1_000, 20_000],
  [30_000, 90_000],
];

/** Lets so many things befall the world. A supervisor that has ended is started again. */
export async function direct(world: SimulatedWorld, count: number): Promise<void> {
  const { story } = world;
  for (let done = 0; done < count; done += 1) {
    await world.passes(story.between(story.pick(pauses)));
    if (world.life === undefined) await world.starts();
    else draw(story.random.unit() * allWeights).happens(world);
  }
}

function draw(at: number): Incident {
  let left = at;
  for (const incident of incidents) {
    left -= incident.weight;
    if (left < 0) return incident;
  }
  throw new RangeError(`${at} is more than all weights`);
}

/** Few hashes and few contents, so that both come again: the same, one without the other. */
function offersSomething(world: SimulatedWorld): void {
  const { story } = world;
  const body = story.pick(bodies);
  const needs = story.chance(0.3) ? ` needs=${addonName}` : "";
  const content = body === null ? null : `${body} ${story.between([1, 2])}${needs}`;
  const name = story.chance(0.9) ? (content ?? "nothing") : "same hash";
  world.offers(story.chance(0.3) ? `${name} again` : name, content);
}

/** The operator's own layers, now and then like those that are in force. */
function writesSomething(world: SimulatedWorld): void {
  const { story } = world;
  world.writes(`${story.pick([...words, "steady", "steady", "steady", "broken"])} own ${story.between([1, 3])}`);
}

function offersBurst(world: SimulatedWorld): void {
  for (let count = world.story.between([2, 12]); count > 0; count -= 1) offersSomething(world);
}

/** Few, so that they come again. */
function offersProgram(world: SimulatedWorld): void {
  const { story } = world;
  world.offersProgram(`${story.pick(programWords)} ${story.between([1, 2])}`);
}

/** Few, so that they come again; now and then none any more. */
function offersAddon(world: SimulatedWorld): void {
  const { story } = world;
  world.packages.offersAddon(
    story.chance(0.15) ? undefined : `${story.pick(programWords)} addon ${story.between([1, 2])}`,
  );
}

/** An add-on and a configuration that refers to it, in either order. */
function offersBoth(world: SimulatedWorld): void {
  const { story } = world;
  const content = `${story.pick(programWords)} ${story.between([1, 2])} needs=${addonName}`;
  const isFirst = story.chance(0.5);
  if (isFirst) offersAddon(world);
  world.offers(content, content);
  if (!isFirst) offersAddon(world);
}

/** Of few endpoints, under few hashes. */
function offersEndpoint(world: SimulatedWorld): void {
  const { story } = world;
  const name = story.pick(endpoints);
  world.offersEndpoint(name, `${name} ${story.between([1, 3])}`);
}

function changesEndpoint(world: SimulatedWorld): void {
  world.setsEndpoint(world.story.pick(endpoints), world.story.pick(["works", "dead", "silent"]));
}

/** News of what is long gone. */
function lateNews({ story, life }: SimulatedWorld): void {
  life?.post(
    story.pick([
      { is: "CollectorExited", life: 0, ending: { how: "late", killed: undefined, statement: "", tail: "" } },
      { is: "CollectorStopped", life: 0 },
      { is: "CollectorStarted", life: 0, pid: 1 },
      { is: "CollectorNotReloaded", generation: 0, failure: undefined },
      { is: "CollectorLost", generation: 0 },
      { is: "TimerFired", timer: "proof", serial: 0 },
      { is: "TimerFired", timer: "restart", serial: 0 },
      { is: "Checked", ticket: 0, outcome: { passed: true } },
      { is: "ObstacleGone" },
      { is: "PackageProgressed", ticket: 0, phase: "downloading", progress: undefined },
      { is: "ServerProbed", ticket: 0, outcome: { reached: true } },
      { is: "ServerAnswered", use: -1 },
      { is: "ServerMissed", use: -1, reason: "late" },
    ]),
  );
}
