import { onTestFinished } from "bun:test";

import type { CertificateDecision } from "../../src/opamp/server/certificate-request.ts";
import { type AgentConnection, type AgentState, serveAgents } from "../../src/opamp/server/server.ts";
import { toBigInt } from "../../src/opamp/wire/integers.ts";
import {
  type AgentRemoteConfig,
  type AgentToServer,
  type ComponentHealth,
  ServerCapabilities,
  type ServerToAgent,
} from "../../src/opamp/wire/messages.ts";
import type { Listener } from "../../src/runtime/listen-ports.ts";
import { createClock } from "../../src/runtime/shared/clock.ts";
import { createNetwork } from "../../src/runtime/shared/network.ts";
import { createRandom } from "../../src/runtime/shared/random.ts";
import { freePort } from "./free-port.ts";
import { witness } from "./open-waits.ts";
import { settingsStatusName } from "./settings-offers.ts";
import { silentLog } from "./silent-log.ts";
import { statusName } from "./stored.ts";
import { textOf as codeOf, Watch } from "./watch.ts";

export interface TestServerOptions {
  /** Default: any free port. */
  port?: number;
  /** With `clientCa`, who has no certificate of these authorities is turned away. */
  tls?: { cert: string; key: string; clientCa?: string };
  /** Whether an agent with this header Authorization is let in; 401 else. Default: every one is. */
  accepts?: (authorization: string | null) => boolean;
}

/** The transports by the scheme that chooses them. */
export const schemes = ["ws", "http"] as const;

/** A real OpAMP server for one agent, with everything that the agent has said. Stops with its test. */
export class TestServer {
  /** Every message, oldest first. */
  readonly messages: AgentToServer[] = [];
  /** Headers of every upgrade, over HTTP of every request, also of those that were refused. */
  readonly upgrades: Headers[] = [];
  connections = 0;
  /** Decides on the signing request, PEM, of an agent. Default: every one is refused. */
  certificate: ((csr: string) => Promise<CertificateDecision>) | undefined;
  readonly #watch = new Watch();
  #listener: Listener | undefined;
  /** Oldest first: an agent may look at the way here while its connection goes on. */
  readonly #open: AgentConnection<undefined>[] = [];
  readonly #scheme: (typeof schemes)[number];
  #port: number | undefined;
  #secure = false;
  #accepts: (authorization: string | null) => boolean = () => true;

  private constructor(scheme: (typeof schemes)[number]) {
    this.#scheme = scheme;
  }

  /** `scheme`: the transport that its endpoint asks agents to use. It serves both. Default `ws`. */
  static async start({
    scheme = "ws",
    ...options
  }: TestServerOptions & { scheme?: (typeof schemes)[number] } = {}): Promise<TestServer> {
    const server = new TestServer(scheme);
    witness(() => server.#story());
    onTestFinished(() => server.stop());
    await server.open(options);
    return server;
  }

  get endpoint(): string {
    const address = this.#secure ? `${this.#scheme}s://localhost` : `${this.#scheme}://127.0.0.1`;
    return `${address}:${this.#port}/v1/opamp`;
  }

  /** Values of the header Authorization, each as often as it came after another one. */
  get authorizations(): (string | null)[] {
    const values = this.upgrades.map((headers) => headers.get("authorization"));
    return values.filter((value, index) => index === 0 || value !== values[index - 1]);
  }

  get #connection(): AgentConnection<undefined> | undefined {
    return this.#open.at(-1);
  }

  /** All that the agent has said on its present connection. */
  get agent(): AgentState | undefined {
    return this.#connection?.state;
  }

  /** Listens, after `stop` on the same port again. */
  async open({ port = this.#port, tls, accepts = this.#accepts }: TestServerOptions = {}): Promise<void> {
    this.#secure = tls !== undefined;
    this.#accepts = accepts;
    this.#port = port ?? (await freePort());
    this.#listener = await serveAgents<undefined>({
      network: createNetwork(),
      clock: createClock(),
      random: createRandom(),
      log: silentLog,
      hostname: "127.0.0.1",
      port: this.#port,
      ...(tls && { tls }),
      capabilities:
        ServerCapabilities.ServerCapabilities_AcceptsStatus |
        ServerCapabilities.ServerCapabilities_OffersRemoteConfig |
        ServerCapabilities.ServerCapabilities_AcceptsEffectiveConfig |
        ServerCapabilities.ServerCapabilities_OffersConnectionSettings |
        ServerCapabilities.ServerCapabilities_AcceptsConnectionSettingsRequest |
        ServerCapabilities.ServerCapabilities_OffersPackages |
        ServerCapabilities.ServerCapabilities_AcceptsPackagesStatus,
      wantComponents: true,
      admit: ({ headers }) => {
        this.upgrades.push(headers);
        this.#watch.changed();
        if (this.#accepts(headers.get("authorization"))) return { accept: true, context: undefined };
        return { accept: false, status: 401, body: "" };
      },
      connected: (connection) => {
        this.connections += 1;
        this.#open.push(connection);
        this.#watch.changed();
      },
      message: (_connection, message) => {
        this.messages.push(message);
        // The state is merged before this is called, so whoever waits sees it.
        this.#watch.changed();
        return undefined;
      },
      certificateRequest: async (_connection, csr) =>
        (await this.certificate?.(new TextDecoder().decode(csr))) ?? { issued: false, reason: "no certificates here" },
      closed: (connection) => {
        const place = this.#open.indexOf(connection);
        if (place >= 0) this.#open.splice(place, 1);
        this.#watch.changed();
      },
    });
  }

  async stop(): Promise<void> {
    const listener = this.#listener;
    this.#listener = undefined;
    await listener?.stop();
  }

  send(message: ServerToAgent): void {
    if (this.#connection === undefined) throw new Error("no agent is connected");
    const outcome = this.#connection.send(message);
    if (outcome !== "sent" && outcome !== "pending") throw new Error(`the message was not sent: ${outcome}`);
  }

  /** The signing requests of the agent, PEM, oldest first. */
  get requests(): string[] {
    return this.messages.flatMap(({ connectionSettingsRequest: request }) => {
      const csr = request?.opamp?.certificateRequest?.csr;
      return csr ? [textOf(csr)] : [];
    });
  }

  /** Offers files by name under this hash. */
  offer(files: Readonly<Record<string, string>>, hash: string): void {
    this.send({ remoteConfig: remoteConfig(files, hash) });
  }

  /** The first result that is not `undefined` or `false` of what the agent has said. */
  until<Value>(look: (agent: AgentState) => Value | undefined | false): Promise<Value> {
    return this.#watch.until(() => (this.agent === undefined ? undefined : look(this.agent)), codeOf(look));
  }

  disconnected(): Promise<boolean> {
    return this.#watch.until(() => this.agent === undefined, "the agent to leave");
  }

  /** The verdict on this hash. */
  verdict(hash: string): Promise<"APPLIED" | "FAILED"> {
    return this.#watch.until(() => {
      const last = this.statuses(hash).at(-1);
      return last === "APPLIED" || last === "FAILED" ? last : undefined;
    }, `the verdict on ${hash}`);
  }

  /** What the agent says in the end of connection settings with this hash: their status, and why. */
  settingsVerdict(hash: string): Promise<string> {
    return this.until(({ connectionSettingsStatus: said }) => {
      if (!said || textOf(said.lastConnectionSettingsHash) !== hash) return undefined;
      const status = settingsStatusName(said.status ?? 0);
      return status === "APPLYING" ? undefined : `${status} ${said.errorMessage ?? ""}`.trim();
    });
  }

  /** Everything that was said of this hash, in order, repetitions left out. */
  statuses(hash: string): string[] {
    const names = this.messages.flatMap(({ remoteConfigStatus }) => {
      if (!remoteConfigStatus || textOf(remoteConfigStatus.lastRemoteConfigHash) !== hash) return [];
      return [statusName(remoteConfigStatus.status ?? 0)];
    });
    return names.filter((name, index) => name !== names[index - 1]);
  }

  /** What was said last of why this hash has failed. */
  errorOf(hash: string): string {
    const said = this.messages.flatMap(({ remoteConfigStatus: status }) =>
      status && textOf(status.lastRemoteConfigHash) === hash ? [status.errorMessage ?? ""] : [],
    );
    return said.at(-1) ?? "";
  }

  healthy(): Promise<ComponentHealth> {
    return this.until(({ health }) => (health?.healthy === true ? health : undefined));
  }

  /** What is known of its agent. */
  #story(): string {
    const { health, remoteConfigStatus, instanceUid } = this.agent ?? {};
    const said = this.messages.slice(-5).map((message) => `  ${JSON.stringify(Object.keys(message))}`);
    const agent = this.agent === undefined ? "no agent" : JSON.stringify({ instanceUid, health, remoteConfigStatus });
    return [`Of ${this.endpoint}: ${this.connections} connections so far, now ${agent}; last messages:`, ...said].join(
      "\n",
    );
  }

  /** The effective configuration as text; `undefined` until the agent has reported one. */
  effective(): string | undefined {
    const file = this.agent?.effectiveConfig?.configMap?.configMap?.[""];
    return file && textOf(file.body);
  }
}

/** An offer as a message. */
export function remoteConfig(files: Readonly<Record<string, string>>, hash: string): AgentRemoteConfig {
  const entries = Object.entries(files).map(([name, text]) => [
    name,
    { body: Buffer.from(text), contentType: "text/yaml" },
  ]);
  return { config: { configMap: Object.fromEntries(entries) }, configHash: Buffer.from(hash) };
}

/** The string attribute of the agent's description. */
export function attribute(agent: AgentState, key: string): string | undefined {
  const { identifyingAttributes = [], nonIdentifyingAttributes = [] } = agent.agentDescription ?? {};
  return (
    [...identifyingAttributes, ...nonIdentifyingAttributes].find((pair) => pair.key === key)?.value?.stringValue ??
    undefined
  );
}

/** Bits of AgentCapabilities. */
export function capabilities(message: AgentToServer): number {
  return Number(toBigInt(message.capabilities));
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return new TextDecoder().decode(bytes ?? new Uint8Array());
}
