/** What the roll needs to know of a session. */
export interface Member {
  /** Whether its agent is gone. */
  readonly over: boolean;
  /** Whether its agent has just now given a sign of life; `undefined` where it cannot be asked. */
  probe(): Promise<boolean> | undefined;
  /** Ends it at once, since its agent speaks elsewhere. */
  supersede(): void;
}

/** `clone`: the uid belongs to another agent, which is alive. */
export type Claim = "granted" | "clone";

/** Who speaks under which uid: under each one session at most, or, where duplicates are allowed, the newest is found. */
export class Roll<Session extends Member> {
  readonly #duplicates: "reassign" | "allow";
  readonly #holders = new Map<string, Session>();
  /** Sessions by the uid that their agent was told to take. */
  readonly #promised = new Map<string, Session>();
  readonly #uids = new Map<Session, { held?: string; promised?: string }>();

  constructor(options: { duplicates: "reassign" | "allow" }) {
    this.#duplicates = options.duplicates;
  }

  /** The session of the agent that speaks under this uid. */
  holder(uid: Uint8Array): Session | undefined {
    return this.#holders.get(uid.toHex());
  }

  /** The same, or that of the agent that was told to take this uid. */
  expected(uid: Uint8Array): Session | undefined {
    return this.holder(uid) ?? this.#promised.get(uid.toHex());
  }

  /** All sessions that hold a uid. */
  members(): IterableIterator<Session> {
    return this.#holders.values();
  }

  /**
   * A session speaks under a uid. Where another one does so too and is alive, it is a clone of that one (§ Duplicate
   * instance_uid Detection); else it takes its place.
   */
  claim(session: Session, uid: Uint8Array): Claim | Promise<Claim> {
    const key = uid.toHex();
    const holder = this.#holders.get(key);
    if (holder === session || this.#uids.get(session)?.held === key) return "granted";
    const sign = holder && this.#duplicates === "reassign" ? holder.probe() : undefined;
    return sign ? this.#afterProbe(session, key, sign) : this.#grant(session, key);
  }

  /** The session's agent was told to take another uid, and will be known by it. */
  promise(session: Session, uid: Uint8Array): void {
    const uids = this.#uidsOf(session);
    if (uids.promised !== undefined) this.#promised.delete(uids.promised);
    uids.promised = uid.toHex();
    this.#promised.set(uids.promised, session);
  }

  leave(session: Session): void {
    const { held, promised } = this.#uids.get(session) ?? {};
    if (held !== undefined) this.#release(held, session);
    if (promised !== undefined) this.#promised.delete(promised);
    this.#uids.delete(session);
  }

  async #afterProbe(session: Session, key: string, sign: Promise<boolean>): Promise<Claim> {
    return (await sign) || session.over ? "clone" : this.#grant(session, key);
  }

  #grant(session: Session, key: string): Claim {
    if (this.#duplicates === "reassign") this.#holders.get(key)?.supersede();
    const uids = this.#uidsOf(session);
    if (uids.held !== undefined) this.#release(uids.held, session);
    if (uids.promised === key) {
      this.#promised.delete(key);
      delete uids.promised;
    }
    uids.held = key;
    this.#holders.set(key, session);
    return "granted";
  }

  #release(key: string, session: Session): void {
    if (this.#holders.get(key) === session) this.#holders.delete(key);
  }

  #uidsOf(session: Session): { held?: string; promised?: string } {
    const known = this.#uids.get(session);
    if (known) return known;
    const uids = {};
    this.#uids.set(session, uids);
    return uids;
  }
}
