import fc from "fast-check";

import { Client, fixedRoute } from "../../../src/opamp/client/client.ts";
import { toBigInt } from "../../../src/opamp/wire/integers.ts";
import type { AgentToServer, ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import type { ConnectionLoss } from "../../../src/runtime/network-ports.ts";
import { FakeClock, settle } from "../fake-clock.ts";
import { type FakeDial, FakeNetwork } from "../fake-network.ts";
import { readAgentFrame, serverFrame } from "../opamp-frames.ts";
import { silentLog } from "../silent-log.ts";
import { type AgentParts, agentParts } from "./agent-parts.ts";
import { hostileServerFrame } from "./hostile-frames.ts";
import type { RobustProperty } from "./properties.ts";
import { serverMessage } from "./schema-arbitrary.ts";
import { assertSame } from "./schema.ts";

/** What happens to the client. */
type Act =
  | { kind: "report"; parts: AgentParts }
  | { kind: "accept" }
  | { kind: "refuse"; status: number }
  | { kind: "frame"; frame: Uint8Array }
  | { kind: "message"; message: ServerToAgent }
  | { kind: "text" }
  | { kind: "cut" }
  | { kind: "wait"; ms: number };

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("report" as const), parts: agentParts }) },
  { weight: 4, arbitrary: fc.constant<Act>({ kind: "accept" }) },
  fc.record({ kind: fc.constant("refuse" as const), status: fc.constantFrom(301, 401, 404, 429, 500, 503) }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("frame" as const), frame: hostileServerFrame }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("message" as const), message: serverMessage }) },
  fc.constant<Act>({ kind: "text" }),
  fc.constant<Act>({ kind: "cut" }),
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(0, 50, 1_000, 30_000, 90_000) }),
  },
);

/** One agent of ours at a server that may say and do anything. */
export const clientStateProperties: readonly RobustProperty[] = [
  {
    name: "whatever a server says and does, there is one connection at a time, and the next good one learns the whole state",
    runs: 150,
    property: fc.asyncProperty(fc.array(anyAct, { maxLength: 40 }), async (acts) => {
      const world = new ClientWorld();
      for (const each of acts) await world.act(each);
      await world.act({ kind: "cut" });
      await world.comeBack();
      world.compare();
      await world.act({ kind: "report", parts: { health: { status: "in the end" } } });
      await world.act({ kind: "wait", ms: 5_000 });
      world.compare();
      await world.stop();
    }),
  },
];

/** The one to whom the recorded messages are addressed. */
const uid = Uint8Array.fromHex("01965352b2ac7c1e8d0e5a4f00c0ffee");

/** The longest that a client may stay away: a server may order an hour, which is drawn out by a fifth. */
const longestAbsenceMs = 80 * 60_000;

class ClientWorld {
  readonly #clock = new FakeClock();
  readonly #network = new FakeNetwork();
  readonly #client: Client;
  /** What the agent has said of itself to us. */
  #truth: AgentParts = { agentDescription: {} };
  /** Which attempt the fields below are of. */
  #dial: FakeDial | undefined;
  #phase: "dialing" | "open" | "over" = "over";
  #read = 0;
  #sequence = 0n;
  /** What a server knows from the present connection. */
  #known: AgentToServer = {};

  constructor() {
    let seed = 1;
    this.#client = new Client({
      clock: this.#clock,
      network: this.#network,
      random: {
        bytes: (length) => new Uint8Array(length),
        unit: () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647,
        uuidv7: () => uid,
      },
      log: silentLog,
      route: fixedRoute({ url: "ws://server/v1/opamp", headers: [] }),
      instanceUid: uid,
      capabilities: 0xffff,
      reported: this.#truth,
      events: { connected() {}, disconnected() {}, message() {} },
    });
    this.#client.start();
    this.#look();
  }

  async act(act: Act): Promise<void> {
    switch (act.kind) {
      case "report":
        this.#truth = { ...this.#truth, ...act.parts };
        this.#client.report(act.parts);
        break;
      case "accept":
        if (this.#phase !== "dialing") break;
        this.#phase = "open";
        this.#dial?.accept();
        break;
      case "refuse":
        if (this.#phase !== "dialing") break;
        this.#over({ code: "HTTP", message: "refused", response: { status: act.status, headers: {} } });
        break;
      case "frame":
        if (this.#phase === "open") this.#dial?.deliver(act.frame);
        break;
      case "message":
        if (this.#phase === "open") this.#dial?.deliver(serverFrame({ ...act.message, instanceUid: uid }));
        break;
      case "text":
        if (this.#phase === "open") this.#dial?.deliverText();
        break;
      case "cut":
        if (this.#phase !== "over") this.#over({ code: "CLOSED", message: "cut", closeCode: 1006 });
        break;
      case "wait":
        await this.#wait(act.ms);
    }
    await settle();
    this.#look();
  }

  /** A server that behaves: the client has to find it within the longest absence. */
  async comeBack(): Promise<void> {
    for (let waited = 0; this.#phase === "over"; waited += 10_000) {
      if (waited > longestAbsenceMs) throw new Error("the client does not come back");
      await this.act({ kind: "wait", ms: 10_000 });
    }
    await this.act({ kind: "accept" });
    await this.act({ kind: "message", message: {} });
    await this.act({ kind: "wait", ms: 5_000 });
  }

  compare(): void {
    const { sequenceNum: _, capabilities: __, ...known } = this.#known;
    assertSame("AgentToServer", known, { instanceUid: uid, ...this.#truth });
  }

  async stop(): Promise<void> {
    const stopped = this.#client.stop();
    this.#look();
    if (!this.#known.agentDisconnect) throw new Error("no goodbye");
    await this.#wait(10_000);
    await stopped;
    if (this.#clock.waiting > 0) throw new Error(`${this.#clock.waiting} timers are left after the end`);
  }

  /** The server of this world takes part in the closing handshake, and answers each ping. */
  async #wait(ms: number): Promise<void> {
    const pings = this.#dial?.pings ?? 0;
    for (let left = ms; left >= 0; left -= 10_000) {
      await this.#clock.advanceAsync(Math.min(left, 10_000));
      if (this.#phase === "open" && (this.#dial?.pings ?? 0) > pings) this.#dial?.pong();
      this.#look();
      if (this.#phase === "open" && this.#dial?.closedWith) {
        this.#over({ code: "CLOSED", message: "closed", closeCode: this.#dial.closedWith.code });
        await settle();
        this.#look();
      }
    }
  }

  #over(loss: ConnectionLoss): void {
    this.#phase = "over";
    this.#dial?.lose(loss);
  }

  /** Reads what the client did since the last look, and checks what must always hold. */
  #look(): void {
    const { dials } = this.#network;
    if (this.#dial?.terminated) this.#phase = "over";
    this.#listen();
    const next = this.#dial === undefined ? 0 : dials.indexOf(this.#dial) + 1;
    if (next === dials.length) return;
    if (this.#phase !== "over") throw new Error("a second connection beside the first");
    if (dials.length > next + 1) throw new Error("two attempts at a time");
    this.#dial = dials[next];
    this.#phase = "dialing";
    this.#read = 0;
    this.#known = {};
  }

  #listen(): void {
    for (const frame of this.#dial?.sent.slice(this.#read) ?? []) {
      this.#read += 1;
      const message = readAgentFrame(frame);
      const sequence = toBigInt(message.sequenceNum);
      if (sequence !== this.#sequence) throw new Error(`message ${sequence}, where ${this.#sequence} was due`);
      this.#sequence += 1n;
      this.#known = { ...this.#known, ...message };
    }
  }
}
