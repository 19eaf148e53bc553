import type { Ending } from "../../src/collector/ending.ts";
import type { ComponentHealth } from "../../src/opamp/wire/messages.ts";
import type { Cancel } from "../../src/runtime/ports.ts";
import { type Act, type Behaviour, behaviourOf, withoutPort } from "./behaviour.ts";
import type { Story } from "./story.ts";

export interface CollectorOptions {
  story: Story;
  life: number;
  /** `effective.yaml` as it is at that moment. */
  readFile(): string;
  /** Whether somebody else has the port that some configurations need. */
  portIsTaken(): boolean;
  says(generation: number, health: ComponentHealth | undefined): void;
  dropsLink(generation: number): void;
  /** It is gone. `asked`: after it was told to end. */
  ends(ending: Partial<Ending>, asked: boolean): void;
}

/** One Collector process: does what the words of its configuration say. */
export class SimulatedCollector {
  readonly life: number;
  readonly #options: CollectorOptions;
  #is: "alive" | "ending" | "gone" = "alive";
  /** Between SIGHUP and the end of what it leads to. */
  #reloads = false;
  #handlesHangup = false;
  #generation = 0;
  #behaviour: Behaviour = { acts: [], lasts: false };
  #next: Cancel = () => {};

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.life = options.life;
    const { story } = options;
    this.#read();
    this.#play(this.#behaviour.acts, 0);
    story.clock.schedule(story.between([1, 40]), () => void (this.#handlesHangup = true));
  }

  get isGone(): boolean {
    return this.#is === "gone";
  }

  get handlesHangup(): boolean {
    return this.#handlesHangup && this.#is !== "gone";
  }

  /** Whether its file must be left alone. */
  get reloads(): boolean {
    return this.#reloads && this.#is !== "gone";
  }

  /** The generation that it has read last. */
  get generation(): number {
    return this.#generation;
  }

  get diesInReloads(): boolean {
    return this.#is !== "gone" && this.#behaviour.onHangup === "dies";
  }

  hangUp(): void {
    const { story, dropsLink } = this.#options;
    if (this.#is !== "alive") return;
    const { onHangup } = this.#behaviour;
    this.#reloads = true;
    if (onHangup === "dies") return this.#after([1, 20], () => this.#end({ statement: "reload failed" }, false));
    if (onHangup === "ignores") return story.tell("Collector", "does not listen to SIGHUP");
    this.#after([1, 20], () => {
      dropsLink(this.#generation);
      this.#read();
      this.#play(this.#behaviour.whenReloadedTo ?? this.#behaviour.acts, 0);
    });
  }

  /** SIGTERM, and SIGKILL in the end. */
  terminate(): void {
    if (this.#is !== "alive") return;
    this.#is = "ending";
    this.#after(this.#behaviour.stopsIn ?? [1, 4], () => this.#end({ how: "exit code 0" }, true));
  }

  /** Ended by somebody else. */
  kill(ending: Partial<Ending> = { how: "signal SIGKILL", killed: "outside" }): void {
    if (this.#is !== "gone") this.#end(ending, this.#is === "ending");
  }

  /** Ended with its supervisor: nobody is left to hear of it. */
  vanish(): void {
    this.#next();
    this.#is = "gone";
  }

  #read(): void {
    const { story, readFile, portIsTaken } = this.#options;
    const [generation = "", text = "", program = "", addons = ""] = readFile().split("\n");
    this.#generation = Number(generation);
    const { word, ...behaviour } = behaviourOf(text, program, addons);
    this.#behaviour = word === "port" && portIsTaken() ? withoutPort : behaviour;
    story.tell("Collector", `reads generation ${generation}: ${word}`);
  }

  #play(acts: readonly Act[], index: number): void {
    const act = acts[index];
    if (act === undefined) return;
    this.#after(act.after, () => {
      if (act.does === "repeat") return this.#play(acts, act.from);
      this.#play(acts, index + 1);
      if (act.does === "exit") this.#end(act.ending, false);
      else if (act.does === "say") this.#say(act.health);
      else this.#options.dropsLink(this.#generation);
    });
  }

  #say(health: ComponentHealth | undefined): void {
    if (health?.healthy === true || health?.status === "StatusPermanentError") this.#reloads = false;
    this.#options.says(this.#generation, health);
  }

  #end(ending: Partial<Ending>, asked: boolean): void {
    this.#next();
    this.#is = "gone";
    this.#options.ends(ending, asked);
  }

  #after(span: readonly [number, number], act: () => void): void {
    const { story } = this.#options;
    this.#next();
    this.#next = story.clock.schedule(story.between(span), act);
  }
}
