import type { BodyOutcome, HttpAnswer, RequestHead } from "../../runtime/listen-ports.ts";
import { encodeMessage } from "../wire/encode.ts";
import { codec } from "../wire/messages.ts";
import { parseUid } from "../wire/uid.ts";
import { acceptsGzip } from "./accept-encoding.ts";
import type { AgentSession } from "./agent-session.ts";
import { badRequest, composeMessage, retryAfterHeader } from "./answer.ts";
import { HttpAgent, type HttpRules } from "./http-agent.ts";
import { readMessage } from "./read-message.ts";

export interface HttpAgentsOptions<Context> extends HttpRules<Context> {
  maxSessions: number;
  /** Milliseconds that an agent that is too much has to stay away. */
  throttleMs: number;
}

const failures: Record<(BodyOutcome & { read: false })["failure"], HttpAnswer> = {
  TOO_LARGE: { status: 413, body: "the message is larger than this server takes\n" },
  MALFORMED: { status: 400, body: "the body is not gzipped as its header says\n" },
  TIMEOUT: { status: 408, body: "the body did not come in time\n" },
  LOST: { status: 400, body: "the body did not come to its end\n" },
};

/** All agents that poll over plain HTTP. They keep their session from poll to poll, by their uid. */
export class HttpAgents<Context> {
  readonly #options: HttpAgentsOptions<Context>;
  readonly #agents = new Map<AgentSession<Context>, HttpAgent<Context>>();

  constructor(options: HttpAgentsOptions<Context>) {
    this.#options = options;
  }

  /** Answers a poll that was admitted with `context`. */
  async answer(context: Context, head: RequestHead, body: BodyOutcome): Promise<HttpAnswer> {
    if (!body.read) return failures[body.failure];
    const read = readMessage(body.body);
    if (!read.ok) return this.#refuse(read.reason, head);
    const agent = this.#agentFor(read.message.instanceUid ?? new Uint8Array(), context, head);
    if (agent === "full") return this.#later(503, "too many agents");
    if (agent === "foreign") return { status: 403, body: "these credentials belong to another agent\n" };
    const answer = await agent.poll(read.message, body.body);
    if (!answer) return this.#later(429, "too many messages");
    if (answer.isLast) agent.session.ended();
    this.#forget(agent);
    if (answer.payload.length === 0) return this.#later(503, "the agent was sent away meanwhile");
    return this.#message(answer.payload, head);
  }

  /** One of the regular looks after all of them. */
  round(): void {
    for (const agent of this.#agents.values()) {
      agent.round();
      if (agent.session.over) this.#agents.delete(agent.session);
    }
  }

  sessions(): IterableIterator<AgentSession<Context>> {
    return this.#agents.keys();
  }

  /** All of them are gone. */
  end(): void {
    for (const { session } of this.#agents.values()) session.ended();
    this.#agents.clear();
  }

  #agentFor(uid: Uint8Array, context: Context, head: RequestHead): HttpAgent<Context> | "full" | "foreign" {
    const session = this.#options.roll.expected(uid);
    const known = session && this.#agents.get(session);
    if (known) return this.#options.hooks.mayContinue(known.session, context) ? known : "foreign";
    if (this.#agents.size >= this.#options.maxSessions) return "full";
    const agent = new HttpAgent(context, head.remoteAddress, this.#options);
    this.#agents.set(agent.session, agent);
    return agent;
  }

  /** Only who speaks under a uid is kept: not the clone of another agent, and not who is gone. */
  #forget({ session }: HttpAgent<Context>): void {
    if (this.#options.roll.holder(session.state.instanceUid) === session) return;
    session.ended();
    this.#agents.delete(session);
  }

  #refuse(reason: string, head: RequestHead): HttpAnswer {
    this.#options.log.debug("Refused a malformed message of an agent", { remote: head.remoteAddress, reason });
    const instanceUid = parseUid(head.headers.get("opamp-instance-uid") ?? "") ?? new Uint8Array();
    const answer = composeMessage({ instanceUid, capabilities: 0, content: badRequest(reason) });
    return this.#message(encodeMessage(codec.ServerToAgent, answer), head);
  }

  #message(body: Uint8Array, { headers }: RequestHead): HttpAnswer {
    const gzip = acceptsGzip(headers.get("accept-encoding") ?? "");
    return { status: 200, headers: { "content-type": "application/x-protobuf" }, body, gzip };
  }

  #later(status: number, reason: string): HttpAnswer {
    return { status, headers: retryAfterHeader(this.#options.throttleMs), body: `${reason}\n` };
  }
}
