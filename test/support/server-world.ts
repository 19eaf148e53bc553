import {
  type AgentConnection,
  type AgentServer,
  serveAgents,
  type ServerOptions,
} from "../../src/opamp/server/server.ts";
import { receivedBits } from "../../src/opamp/wire/capabilities.ts";
import { type AgentToServer, codec, type ServerToAgent, ServerToAgentFlags } from "../../src/opamp/wire/messages.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeNetwork, type KnockOptions } from "./fake-network.ts";
import type { FakePeer } from "./fake-peer.ts";
import { agentFrame, readServerFrame } from "./opamp-frames.ts";
import { TestLog } from "./test-log.ts";

export const uid = Uint8Array.from({ length: 16 }, (_, index) => index + 1);
export const otherUid = Uint8Array.from({ length: 16 }, (_, index) => index + 101);
/** All bits of AgentCapabilities. */
export const everything = 0xffff;
/** What an agent says first. */
export const described: AgentToServer = { capabilities: everything, agentDescription: { identifyingAttributes: [] } };

export const {
  ServerToAgentFlags_ReportFullState: fullStateFlag,
  ServerToAgentFlags_ReportAvailableComponents: componentsFlag,
} = ServerToAgentFlags;

export interface ServerWorld {
  network: FakeNetwork;
  clock: FakeClock;
  log: TestLog;
  server: AgentServer<string>;
  /** What the owner was told of: messages, and contexts of agents that came, moved or went. */
  heard: { agent: AgentConnection<string>; message: AgentToServer }[];
  came: string[];
  moved: { from: string; to: string }[];
  closed: string[];
  /** How often the owner was asked whom to let in. */
  admissions(): number;
  /** One poll over HTTP. */
  poll(message: AgentToServer, options?: KnockOptions): Promise<Poll>;
}

/** The answer to a poll; `message` where there is one. */
export interface Poll {
  status: number;
  headers: Readonly<Record<string, string>>;
  gzip: boolean;
  message: ServerToAgent;
}

/** A server on a clock that stands still and a network that exists in memory. New uids are 16 times 1, 2, 3 … */
export async function serverWorld(options: Partial<ServerOptions<string>> = {}): Promise<ServerWorld> {
  const [network, clock, log] = [new FakeNetwork(), new FakeClock(), new TestLog()];
  const heard: ServerWorld["heard"] = [];
  const [came, moved, closed]: [string[], ServerWorld["moved"], string[]] = [[], [], []];
  let [admissions, uids] = [0, 0];
  const server = await serveAgents<string>({
    network,
    clock,
    log,
    random: {
      unit: () => 0.5,
      bytes: (length) => new Uint8Array(length),
      uuidv7: () => new Uint8Array(16).fill((uids += 1)),
    },
    hostname: "127.0.0.1",
    port: 0,
    capabilities: 5,
    wantComponents: true,
    admit: () => ({ accept: true, context: `agent ${(admissions += 1)}` }),
    message: (agent, message) => {
      heard.push({ agent, message });
      return undefined;
    },
    connected: ({ context }) => came.push(context),
    moved: ({ state }, from) => moved.push({ from: from.toHex(), to: state.instanceUid.toHex() }),
    closed: ({ context }) => closed.push(context),
    ...options,
  });
  return {
    network,
    clock,
    log,
    server,
    heard,
    came,
    moved,
    closed,
    admissions: () => admissions,
    poll: async (message, knock = {}) => {
      const body = codec.AgentToServer.encode({ instanceUid: uid, ...message }).finish();
      const { status, headers = {}, body: answer, gzip = false } = await network.request(body, knock);
      const bytes = typeof answer === "string" ? new Uint8Array() : answer;
      return { status, headers, gzip, message: codec.ServerToAgent.decode(bytes) };
    },
  };
}

/** Sends a message and returns the one answer to it. */
export function say(peer: FakePeer, message: AgentToServer): ServerToAgent {
  const before = peer.received.length;
  tell(peer, message);
  const answer = peer.received[before];
  if (!answer) throw new Error("there is no answer");
  return readServerFrame(answer);
}

/** Sends a message; its answer may be still to come. */
export function tell(peer: FakePeer, message: AgentToServer): void {
  peer.deliver(agentFrame({ instanceUid: uid, ...message }));
}

/** All that came, oldest first. */
export function messagesTo(peer: FakePeer): ServerToAgent[] {
  return peer.received.map(readServerFrame);
}

export function lastTo(peer: FakePeer): ServerToAgent {
  return messagesTo(peer).at(-1) ?? {};
}

/** Names of the fields that are set. */
export function fieldsOf(message: ServerToAgent): string[] {
  return Object.keys(message);
}

export function flagsOf(message: ServerToAgent): number {
  return receivedBits(message.flags);
}
