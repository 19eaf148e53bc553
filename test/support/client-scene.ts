import { expect, onTestFinished } from "bun:test";

import { Client, type ClientOptions, fixedRoute, type ServerRoute } from "../../src/opamp/client/client.ts";
import type { ServerToAgent } from "../../src/opamp/wire/messages.ts";
import type { ConnectionLoss, ProxyOptions } from "../../src/runtime/network-ports.ts";
import { createRuntime } from "../../src/runtime/shared/runtime.ts";
import { EventQueue } from "./event-queue.ts";
import { GoServer, type GoServerOptions } from "./go-server.ts";
import { reported } from "./interop-state.ts";
import { TestLog } from "./test-log.ts";
import { agentMaterial, certificates, type Way } from "./ways.ts";

const { clock, random, network } = createRuntime();

/** Bits of every AgentCapabilities. */
export const allCapabilities = 0xffff;

/** Over HTTP the server is asked so often, milliseconds; over WebSocket it speaks by itself. */
const pollMs = 20;

export interface ClientSceneOptions {
  server?: Omit<GoServerOptions, "way">;
  client?: Partial<ClientOptions>;
  /** Between the two. Default: none. */
  proxy?: ProxyOptions;
  /** Default yes. */
  started?: boolean;
}

export interface Loss {
  loss: ConnectionLoss;
  retryInMs: number;
}

/** Our client and a server on the reference library, one way between them. Both end with the test. */
export class ClientScene {
  readonly instanceUid = random.uuidv7();
  readonly messages = new EventQueue<ServerToAgent>();
  readonly losses = new EventQueue<Loss>();
  readonly log = new TestLog();
  readonly client: Client;
  readonly way: Way;
  server: GoServer;

  static async start(
    way: Way,
    { server = {}, client = {}, proxy, started = true }: ClientSceneOptions = {},
  ): Promise<ClientScene> {
    const scene = new ClientScene(way, await GoServer.start({ ...server, way }), client, proxy);
    onTestFinished(async () => {
      await scene.client.stop();
      await scene.server[Symbol.asyncDispose]();
    });
    if (started) scene.client.start();
    return scene;
  }

  /** The same, after the server has got the first message. */
  static async connected(way: Way, options: ClientSceneOptions = {}): Promise<ClientScene> {
    const scene = await ClientScene.start(way, options);
    await scene.server.message({ agent_description: {} });
    return scene;
  }

  private constructor(way: Way, server: GoServer, options: Partial<ClientOptions>, proxy: ProxyOptions | undefined) {
    this.way = way;
    this.server = server;
    this.client = new Client({
      clock,
      // No wait is drawn out.
      random: { ...random, unit: () => 0 },
      network,
      log: this.log,
      route: fixedRoute(routeOf(way, server.url, proxy)),
      instanceUid: this.instanceUid,
      capabilities: allCapabilities,
      heartbeatMs: way.transport === "http" ? pollMs : undefined,
      reported,
      events: {
        connected: () => {},
        disconnected: (loss, retryInMs) => this.losses.push({ loss, retryInMs }),
        message: (message) => this.messages.push(message),
      },
      ...options,
    });
  }

  /** Sends the client to the same server by way of another proxy. */
  goThrough(proxy: ProxyOptions): void {
    this.client.setRoute(fixedRoute(routeOf(this.way, this.server.url, proxy)));
  }

  /** Sends the client to another server, the same way. */
  moveTo({ url }: GoServer): void {
    this.client.setRoute(fixedRoute(routeOf(this.way, url)));
  }

  /** The fields of every message, the number of it whatever it is. */
  get base(): object {
    return {
      instance_uid: this.instanceUid.toBase64(),
      sequence_num: expect.stringMatching(/^\d+$/),
      capabilities: String(allCapabilities),
    };
  }
}

function routeOf(way: Way, url: string, proxy?: ProxyOptions): ServerRoute {
  const tls = agentMaterial(way) ?? (proxy && { ca: certificates.ca });
  return {
    url,
    headers: [["Authorization", "Bearer of-the-test"]],
    ...(way.compression && { compression: true }),
    ...(tls && { tls }),
    ...(proxy && { proxy }),
  };
}
