import { RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import type { Effect } from "../../src/supervisor/effects.ts";
import type { Event } from "../../src/supervisor/events.ts";
import type { State } from "../../src/supervisor/state.ts";
import type { WorldProcess } from "./mind-driver.ts";

/** The part of the driver's world that the invariants look at. */
interface World {
  readonly state: State;
  readonly process: WorldProcess | undefined;
  readonly compositions: readonly { ticket: number }[];
  readonly check: { ticket: number } | undefined;
  readonly waitsFor: readonly string[];
  readonly told: { health?: { healthy?: boolean | null } | null };
}

const { RemoteConfigStatuses_APPLIED: applied, RemoteConfigStatuses_FAILED: failed } = RemoteConfigStatuses;

/** What holds whatever happens. Each breach throws, so that the event that led to it is the last of the story. */
export class MindInvariants {
  readonly #world: World;
  /** Hashes that got their verdict and were not taken up anew since. */
  readonly #judged = new Set<string>();
  /** Those that were told as applied and then as failed. */
  readonly #withdrawn = new Set<string>();
  #frozen: { state: State; text: string } | undefined;
  #finished = false;

  constructor(world: World) {
    this.#world = world;
  }

  before(event: Event): void {
    const { state } = this.#world;
    this.#frozen = { state, text: picture(state) };
    if (event.is === "RetryRequested" && state.offered !== undefined) this.#forget(state.offered.id);
    if (event.is === "RemoteConfigOffered" && event.remote.id !== (state.pending ?? state.remoteStatus?.id)) {
      this.#forget(event.remote.id);
    }
  }

  #forget(id: string): void {
    this.#judged.delete(id);
    this.#withdrawn.delete(id);
  }

  effect(effect: Effect): void {
    if (this.#finished) throw new Error(`${effect.do} after Finish`);
    if (effect.do === "StartCollector") {
      this.#hold(this.#world.process === undefined, "a second Collector is started");
      this.#hold(!this.#world.state.stopRequested, "a Collector is started although a stop was asked for");
    }
    if (effect.do === "SaveRemoteStatus") {
      const { id, status, error } = effect.status;
      const withdraws = status === failed && error.startsWith("withdrawn: ") && !this.#withdrawn.has(id);
      this.#hold(!this.#judged.has(id) || withdraws, `a verdict on ${id} is taken back`);
      if (withdraws) this.#withdrawn.add(id);
      if (status === applied || status === failed) this.#judged.add(id);
    }
    if (effect.do === "Finish") {
      this.#hold(this.#world.process === undefined, "Finish while a Collector is there");
      this.#finished = true;
    }
  }

  after(): void {
    const { state } = this.#world;
    if (this.#frozen !== undefined) {
      this.#hold(picture(this.#frozen.state) === this.#frozen.text, "the state was changed in place");
    }
    this.#hold(this.#waitsForSomething(state), "a dead end");
    this.#processAgrees(state);
    this.#timersAgree(state);
    this.#healthIsTrue(state);
  }

  /** Every state but rest has something under way that will end it. */
  #waitsForSomething({ apply, process, target, stopRequested, timers, nextTicket }: State): boolean {
    if (stopRequested) return process.is === "starting" || process.is === "stopping" || this.#finished;
    if (process.is === "waiting" && timers.restart === undefined) return false;
    if (process.is === "down" && target.is === "run" && apply.is !== "composing") return false;
    switch (apply.is) {
      case "idle":
        return true;
      case "composing":
        return this.#world.compositions.some(({ ticket }) => ticket === apply.ticket) && apply.ticket < nextTicket;
      case "validating":
        return this.#world.check?.ticket === apply.ticket;
      case "switching":
        return process.is === "starting" || process.is === "stopping" || process.is === "reloading";
      case "emptying":
        return process.is === "starting" || process.is === "stopping";
      case "proving":
        return (process.is === "up" || process.is === "reloading") && timers.proof !== undefined;
      case "reverting":
        break;
    }
    return process.is !== "up" || timers.proof !== undefined;
  }

  #processAgrees({ process }: State): void {
    const { process: real } = this.#world;
    if (!("run" in process)) return this.#hold(real === undefined, `the mind says ${process.is}, the process is there`);
    const agrees = real?.is === process.is || (process.is === "reloading" && real?.is === "up");
    this.#hold(agrees, `the mind says ${process.is}, the process is ${real?.is ?? "not there"}`);
    this.#hold(real?.life === process.run.life, "the mind means another process");
    this.#hold(real?.composition.fingerprint === process.run.composition.fingerprint, "another configuration runs");
  }

  #timersAgree({ timers }: State): void {
    const believed = Object.keys(timers).toSorted().join();
    const real = this.#world.waitsFor.toSorted().join();
    this.#hold(believed === real, `the mind waits for the timers ${believed}, these run: ${real}`);
  }

  #healthIsTrue({ process, target, apply }: State): void {
    if (this.#world.told.health?.healthy !== true) return;
    const onPurpose = target.is === "nothing" && target.onPurpose;
    if (process.is === "down" || process.is === "waiting") {
      this.#hold(onPurpose, `healthy although the Collector is ${process.is}`);
    }
    if (process.is === "starting") this.#hold(apply.is !== "idle", "healthy although the Collector is being restarted");
  }

  #hold(condition: boolean, breach: string): void {
    if (!condition) throw new Error(`invariant broken: ${breach}\n${picture(this.#world.state)}`);
  }
}

/** The state as text, with long parts by their names. */
function picture(state: State): string {
  const { desired, accepted, good } = state;
  const named = { desired: desired.remote?.id, accepted: accepted.remote?.id, good: good?.text };
  const left = { settings: undefined, reported: undefined, learned: undefined };
  const plain = (_key: string, value: unknown) =>
    value instanceof Map ? [...value] : typeof value === "bigint" ? String(value) : value;
  return JSON.stringify({ ...state, ...left, ...named }, plain);
}
