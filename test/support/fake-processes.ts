import type {
  Child,
  Exit,
  LeftoverSigns,
  Processes,
  ProcessUsage,
  RunSigns,
  Signal,
  StartOptions,
} from "../../src/runtime/process-ports.ts";

/** A process group that exists in memory alone: what it does with signals is for the test to say. */
export class FakeChild implements Child {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly signals: Signal[] = [];
  /** Signals that end leader and group. */
  endsOn: ReadonlySet<Signal> = new Set(["SIGTERM", "SIGKILL"]);
  readonly #exit = Promise.withResolvers<Exit>();
  #group = true;

  constructor(pid: number) {
    this.pid = pid;
    this.exited = this.#exit.promise;
  }

  signalGroup(signal: Signal): boolean {
    if (!this.#group) return false;
    this.signals.push(signal);
    if (this.endsOn.has(signal)) this.exits({ kind: "signalled", signal });
    return true;
  }

  groupAlive(): boolean {
    return this.#group;
  }

  /** What the test says; by default the handler is there. */
  hangupHandled: boolean | undefined = true;

  handlesHangup(): boolean | undefined {
    return this.hangupHandled;
  }

  /** Whether it can be held still, which is seen in `still`. */
  holds = true;
  still = false;

  holdStill(): boolean {
    this.still = this.holds && this.#group;
    return this.still;
  }

  letGo(): void {
    this.still = false;
  }

  /** What the test says; by default the system does not tell. */
  position: number | undefined;

  errorPosition(): number | undefined {
    return this.position;
  }

  /** The whole group ends. */
  exits(exit: Exit = { kind: "exited", code: 1 }): void {
    this.#group = false;
    this.#exit.resolve(exit);
  }

  /** The leader ends, others of its group stay. */
  leaderExits(exit: Exit = { kind: "exited", code: 1 }): void {
    this.#exit.resolve(exit);
  }
}

/** Starts nothing; keeps what it was asked for. */
export class FakeProcesses implements Processes {
  readonly ties = { parentDeathSignal: true, stdinLease: true, watcher: false, jobObject: false };
  readonly orphans = "not ours";
  readonly children: FakeChild[] = [];
  readonly started: StartOptions[] = [];
  /** What each process has used, by pid. */
  readonly usages = new Map<number, ProcessUsage>();

  /** How often a start was prepared, and how often that was given up. */
  prepared = 0;
  givenUp = 0;
  readonly endedMarks: string[] = [];
  /** errno name with which every start fails. */
  refuses: string | undefined;
  /** Pids of what `endLeftovers` finds. */
  marked: number[] = [];
  /** What a task gives; by default no process can be had. */
  compute: Processes["compute"] = () => Promise.reject(new Error("no process"));
  /** Called before each start; a start waits for it. */
  intercept: (options: StartOptions) => void | Promise<void> = () => {};

  get child(): FakeChild {
    const last = this.children.at(-1);
    if (last === undefined) throw new Error("nothing was started");
    return last;
  }

  prepare: Processes["prepare"] = () => {
    this.prepared += 1;
    return () => void (this.givenUp += 1);
  };

  start: Processes["start"] = async (options) => {
    await this.intercept(options);
    this.started.push(options);
    if (this.refuses !== undefined) return { started: false, code: this.refuses };
    const child = new FakeChild(100 + this.children.length);
    this.children.push(child);
    return { started: true, child };
  };

  /** What keeps anybody else from being run as, in words. */
  notAs: string | undefined;
  usage: Processes["usage"] = (pid) =>
    this.usages.get(pid) ?? { memoryBytes: pid * 1024, cpuUserS: pid / 1000, cpuSystemS: 0 };

  whyNotAs: Processes["whyNotAs"] = () => this.notAs;

  /** errno names by path; all else is granted. */
  refusedPaths: Readonly<Record<string, string>> = {};
  tryAccess: Processes["tryAccess"] = async (_, wishes) => ({
    asked: true,
    refusals: wishes.map(({ path }) => this.refusedPaths[path] ?? ""),
  });

  run: Processes["run"] = async () => ({ started: false, code: "ENOENT" });

  /** What is watched over now. */
  watched: RunSigns | undefined;
  watchOver: Processes["watchOver"] = (of) => {
    this.watched = of;
    return () => void (this.watched = undefined);
  };

  endLeftovers = async ({ assignment }: LeftoverSigns): Promise<number[]> => {
    if (assignment !== undefined) this.endedMarks.push(assignment);
    return this.marked;
  };
}
