import { onTestFinished } from "bun:test";

import type { ServerOptions } from "../../src/opamp/server/options.ts";
import { type AgentConnection, type AgentServer, type AgentState, serveAgents } from "../../src/opamp/server/server.ts";
import type { AgentToServer } from "../../src/opamp/wire/messages.ts";
import { createRuntime } from "../../src/runtime/shared/runtime.ts";
import { EventQueue } from "./event-queue.ts";
import { GoProgram } from "./go-program.ts";
import { TestLog } from "./test-log.ts";
import { agentMaterial, serverMaterial, urlOf, type Way } from "./ways.ts";

const { random, network, clock } = createRuntime();
const utf8 = new TextEncoder();

/** Bits of every AgentCapabilities. */
export const allAgentCapabilities = 0xffff;
/** Bits of every ServerCapabilities. */
const allServerCapabilities = 0x7f;

/** Over HTTP the agent polls so often, milliseconds. */
const pollMs = 20;

/** What the agent tells when it starts, in protobuf's JSON form. */
export const agentState = {
  description: { identifying_attributes: [{ key: "service.name", value: { string_value: "otelcol" } }] },
  health: { healthy: true, status: "StatusOK", start_time_unix_nano: "1760000000123456789" },
  effectiveConfig: effectiveConfig("a: 1\n"),
  availableComponents: { hash: "Bw==", components: { receivers: { sub_component_map: { otlp: {} } } } },
};

export interface ServerSceneOptions {
  server?: Partial<ServerOptions<string>>;
  /** More of the agent's command `start`. */
  agent?: Readonly<Record<string, unknown>>;
}

/** A message with what the server knows once it is merged. */
export interface Received {
  message: AgentToServer;
  state: AgentState;
  connection: AgentConnection<string>;
}

/** Our server and an agent on the reference library, one way between them. Both end with the test. */
export class ServerScene {
  readonly received = new EventQueue<Received>();
  readonly closed = new EventQueue<AgentConnection<string>>();
  readonly moved = new EventQueue<{ from: string; to: string }>();
  /** Headers of the requests that were. */
  readonly refused = new EventQueue<Headers>();
  readonly log = new TestLog();
  /** Hex digits. */
  readonly uid = random.uuidv7().toHex();
  readonly agent: GoProgram;
  readonly #way: Way;
  readonly #options: ServerSceneOptions;
  #server: AgentServer<string> | undefined;

  /** The server listens, the agent is told nothing yet. */
  static async open(way: Way, options: ServerSceneOptions = {}): Promise<ServerScene> {
    const scene = new ServerScene(way, options, await GoProgram.start({ program: "agent" }));
    onTestFinished(async () => {
      await scene.agent.stop();
      await scene.stop();
    });
    await scene.listen();
    return scene;
  }

  /** The agent is connected and has described itself. */
  static async described(
    way: Way,
    options: ServerSceneOptions = {},
  ): Promise<ServerScene & { connection: AgentConnection<string>; first: Received }> {
    const scene = await ServerScene.open(way, options);
    await scene.startAgent();
    const first = await scene.described();
    return Object.assign(scene, { first, connection: first.connection });
  }

  private constructor(way: Way, options: ServerSceneOptions, agent: GoProgram) {
    this.#way = way;
    this.#options = options;
    this.agent = agent;
  }

  get server(): AgentServer<string> {
    if (!this.#server) throw new Error("the server is stopped");
    return this.#server;
  }

  /** The server starts; after `stop` where it was. */
  async listen(port = 0): Promise<void> {
    const tls = serverMaterial(this.#way);
    this.#server = await serveAgents<string>({
      network,
      clock,
      random,
      log: this.log,
      hostname: "127.0.0.1",
      port,
      ...(tls && { tls: { cert: tls.cert, key: tls.key, ...(tls.ca !== undefined && { clientCa: tls.ca }) } }),
      compression: this.#way.compression,
      capabilities: allServerCapabilities,
      wantComponents: true,
      admit: ({ headers }) => {
        if (headers.get("x-token") === "secret") return { accept: true, context: "the owner's word for it" };
        this.refused.push(headers);
        return { accept: false, status: 401, body: "who are you?" };
      },
      message: (connection, message) => {
        this.received.push({ message, connection, state: connection.state });
        return undefined;
      },
      moved: ({ state }, from) => this.moved.push({ from: from.toHex(), to: state.instanceUid.toHex() }),
      closed: (connection) => this.closed.push(connection),
      ...this.#options.server,
    });
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  /** Lets the agent connect, with `more` in its command. */
  startAgent(more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    return this.agent.send({ ...this.startCommand(), ...more });
  }

  startCommand(): Readonly<Record<string, unknown>> {
    return {
      command: "start",
      url: urlOf(this.#way, this.server.port),
      uid: this.uid,
      headers: { "X-Token": "secret" },
      tls: agentMaterial(this.#way),
      compression: this.#way.compression,
      heartbeatMs: this.#way.transport === "http" ? pollMs : 0,
      capabilities: allAgentCapabilities,
      ...agentState,
      ...this.#options.agent,
    };
  }

  /** The next message that tells the description. */
  described(): Promise<Received> {
    return this.received.next({ message: { agentDescription: {} } });
  }
}

/** In protobuf's JSON form. */
export function effectiveConfig(body: string): object {
  return { config_map: { config_map: { "": { body: utf8.encode(body).toBase64() } } } };
}

/** The text of the unnamed file. */
export function effectiveText(state: Pick<AgentState, "effectiveConfig">): string {
  return new TextDecoder().decode(state.effectiveConfig?.configMap?.configMap?.[""]?.body);
}
