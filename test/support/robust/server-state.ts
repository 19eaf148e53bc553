import fc from "fast-check";

import type { AgentConnection, AgentState } from "../../../src/opamp/server/server.ts";
import { receivedBits } from "../../../src/opamp/wire/capabilities.ts";
import { decodeMessage } from "../../../src/opamp/wire/decode.ts";
import { decodeFrame } from "../../../src/opamp/wire/framing.ts";
import {
  type AgentToServer,
  codec,
  ServerErrorResponseType,
  ServerToAgentFlags,
} from "../../../src/opamp/wire/messages.ts";
import { settle } from "../fake-clock.ts";
import { FakeNetwork } from "../fake-network.ts";
import type { FakePeer } from "../fake-peer.ts";
import { agentFrame, readServerFrame } from "../opamp-frames.ts";
import { type AgentParts, agentParts } from "./agent-parts.ts";
import { bareServer } from "./bare-server.ts";
import { hostileAgentFrame } from "./hostile-frames.ts";
import type { RobustProperty } from "./properties.ts";
import { assertSame } from "./schema.ts";

/** What happens to one of the agents. */
type Act =
  | { kind: "say"; parts: AgentParts }
  | { kind: "lost"; parts: AgentParts }
  | { kind: "junk"; frame: Uint8Array }
  | { kind: "text" }
  | { kind: "cut" }
  | { kind: "goodbye" };

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("say" as const), parts: agentParts }) },
  fc.record({ kind: fc.constant("lost" as const), parts: agentParts }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("junk" as const), frame: hostileAgentFrame }) },
  fc.constant<Act>({ kind: "text" }),
  fc.constant<Act>({ kind: "cut" }),
  fc.constant<Act>({ kind: "goodbye" }),
);

const agentCount = 3;

/** Over HTTP there is no header. */
const hostileBody = hostileAgentFrame.map((frame) => frame.subarray(1));

/** Several agents at one server, some of whose messages are junk or lost. */
export const serverStateProperties: readonly RobustProperty[] = [
  {
    name: "whatever agents send, each message is answered, and the server ends up with what each agent says of itself",
    runs: 150,
    property: fc.asyncProperty(
      fc.array(fc.tuple(fc.nat({ max: agentCount - 1 }), anyAct), { maxLength: 40 }),
      async (acts) => {
        const { network, states } = await serve();
        const agents = Array.from({ length: agentCount }, (_, index) => new ModelAgent(network, index + 1));
        for (const [index, each] of acts) await agents[index]?.act(each);
        for (const agent of agents) {
          await agent.act({ kind: "say", parts: {} });
          agent.compare(states);
        }
      },
    ),
  },
  {
    name: "no frame of an agent breaks its server or the connection of another agent",
    runs: 500,
    property: fc.asyncProperty(fc.array(hostileAgentFrame, { maxLength: 10 }), async (frames) => {
      const { network, states } = await serve();
      const bystander = new ModelAgent(network, 1);
      await bystander.act({ kind: "say", parts: { health: { status: "here" } } });
      const peer = network.connect();
      for (const frame of frames) {
        const before = peer.received.length;
        if (peer.closedWith) break;
        peer.deliver(frame);
        await settle();
        if (peer.received.length === before) throw new Error("no answer to a frame");
        for (const answer of peer.received.slice(before)) readServerFrame(answer);
      }
      await bystander.act({ kind: "say", parts: {} });
      bystander.compare(states);
    }),
  },
  {
    name: "no body of a poll over HTTP breaks the server, and each that is malformed is refused",
    runs: 500,
    property: fc.asyncProperty(fc.array(hostileBody, { maxLength: 10 }), async (bodies) => {
      const { network, states } = await serve();
      const bystander = new ModelAgent(network, 1);
      await bystander.act({ kind: "say", parts: {} });
      for (const body of bodies) {
        const { status, body: answer } = await network.request(body);
        if (status !== 200 || typeof answer === "string") throw new Error(`HTTP ${status}: ${String(answer)}`);
        const { errorResponse } = codec.ServerToAgent.decode(answer);
        const isGood = decodeMessage(codec.AgentToServer, body)?.instanceUid?.length === 16;
        if (!isGood && !errorResponse) throw new Error("a malformed body was not refused");
      }
      await bystander.act({ kind: "say", parts: {} });
      bystander.compare(states);
    }),
  },
];

async function serve() {
  const network = new FakeNetwork();
  /** Of the connections that are there, by uid. */
  const states = new Map<string, AgentState>();
  const uidOf = ({ state }: AgentConnection<undefined>) => state.instanceUid.toHex();
  await bareServer({
    network,
    message: (connection) => {
      states.set(uidOf(connection), connection.state);
      return undefined;
    },
    closed: (connection) => void states.delete(uidOf(connection)),
  });
  return { network, states };
}

/** An agent by the book: counts its messages, tells what changed, and everything when it is asked. */
class ModelAgent {
  readonly #network: FakeNetwork;
  readonly #uid: Uint8Array;
  #peer: FakePeer | undefined;
  #sequence = 0;
  #parts: AgentParts = { agentDescription: {} };

  constructor(network: FakeNetwork, number: number) {
    this.#network = network;
    this.#uid = new Uint8Array(16).fill(number);
  }

  async act(act: Act): Promise<void> {
    switch (act.kind) {
      case "say":
        return this.#tell(act.parts);
      case "lost":
        this.#parts = { ...this.#parts, ...act.parts };
        this.#sequence += 1;
        return;
      case "junk":
        return this.#junk(act.frame);
      case "text":
        this.#peer?.deliverText();
        return this.#leave();
      case "cut":
        return this.#leave();
      case "goodbye":
        if (this.#peer) this.#exchange({ agentDisconnect: {} });
        return this.#leave();
    }
  }

  compare(states: ReadonlyMap<string, AgentState>): void {
    const state = states.get(this.#uid.toHex());
    if (!state) throw new Error("the server does not know the agent");
    const { sequence, capabilities: _, ...said } = state;
    if (sequence !== BigInt(this.#sequence - 1)) throw new Error(`sequence ${sequence}, not ${this.#sequence - 1}`);
    assertSame("AgentToServer", said, { instanceUid: this.#uid, ...this.#parts });
  }

  #tell(changed: AgentParts): void {
    this.#parts = { ...this.#parts, ...changed };
    const fresh = this.#peer === undefined;
    this.#peer ??= this.#network.connect();
    const { flags } = this.#exchange(fresh ? this.#parts : changed);
    const wantsAll = (receivedBits(flags) & ServerToAgentFlags.ServerToAgentFlags_ReportFullState) !== 0;
    if (!wantsAll) return;
    const again = this.#exchange(this.#parts);
    if (receivedBits(again.flags) !== 0) throw new Error("the server asks again for what it was just told");
  }

  #exchange(content: AgentToServer) {
    const peer = this.#peer ?? this.#network.connect();
    const before = peer.received.length;
    peer.deliver(agentFrame({ instanceUid: this.#uid, sequenceNum: this.#sequence, capabilities: 1, ...content }));
    this.#sequence += 1;
    const [answer, ...others] = peer.received.slice(before);
    if (!answer || others.length > 0) throw new Error("one message must have one answer");
    const message = readServerFrame(answer);
    if (message.errorResponse) throw new Error(`a good message was refused: ${message.errorResponse.errorMessage}`);
    if (message.instanceUid?.toHex() !== this.#uid.toHex()) throw new Error("the answer is for another agent");
    return message;
  }

  /** What is well-formed by chance is no junk: it would be this agent's word, or that of another one. */
  #junk(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes);
    const message = frame.ok ? decodeMessage(codec.AgentToServer, bytes, frame.start) : undefined;
    if (message?.instanceUid?.length === 16 || !this.#peer) return;
    const before = this.#peer.received.length;
    this.#peer.deliver(bytes);
    const [answer, ...others] = this.#peer.received.slice(before);
    if (!answer || others.length > 0) throw new Error("junk must have one answer");
    const type = readServerFrame(answer).errorResponse?.type;
    if (type !== ServerErrorResponseType.ServerErrorResponseType_BadRequest) throw new Error(`junk got error ${type}`);
  }

  async #leave(): Promise<void> {
    this.#peer?.end({ code: 1006, reason: "" });
    this.#peer = undefined;
    await Promise.resolve();
  }
}
