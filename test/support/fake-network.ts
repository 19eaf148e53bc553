import type { CallOptions, CallOutcome } from "../../src/runtime/call-ports.ts";
import type {
  AcceptedSocket,
  HttpAnswer,
  Listener,
  ListenOptions,
  RequestDecision,
  RequestHead,
} from "../../src/runtime/listen-ports.ts";
import type {
  ConnectionLoss,
  DialedSocket,
  DialHandlers,
  DialOptions,
  GetOptions,
  GetOutcome,
  ListenAddress,
  ListenProbe,
  Network,
  PostOptions,
  PostOutcome,
  ReachOptions,
  ReachOutcome,
} from "../../src/runtime/network-ports.ts";
import { FakePeer } from "./fake-peer.ts";

/** Connections that exist in memory alone; the test plays the other side. */
export class FakeNetwork implements Network {
  /** Every attempt to connect, oldest first. */
  readonly dials: FakeDial[] = [];
  /** Every POST, oldest first. */
  readonly posts: FakePost[] = [];
  #knock: ((head: RequestHead) => Reception) | undefined;

  get lastDial(): FakeDial {
    const last = this.dials.at(-1);
    if (!last) throw new Error("nobody has dialed");
    return last;
  }

  dial(options: DialOptions, handlers: DialHandlers): DialedSocket {
    const dial = new FakeDial(options, handlers);
    this.dials.push(dial);
    return dial;
  }

  post(options: PostOptions): Promise<PostOutcome> {
    const post = new FakePost(options);
    this.posts.push(post);
    return post.outcome;
  }

  /** Every GET, oldest first, and what each is answered with. */
  readonly gets: GetOptions[] = [];
  answerGet: (options: GetOptions) => GetOutcome = () => ({
    answered: false,
    loss: { code: "ECONNREFUSED", message: "nothing accepts connections there" },
  });

  async get(options: GetOptions): Promise<GetOutcome> {
    this.gets.push(options);
    return this.answerGet(options);
  }

  /** Every call over gRPC, oldest first, and what each is answered with. */
  readonly calls: CallOptions[] = [];
  answerCall: (options: CallOptions) => CallOutcome | Promise<CallOutcome> = () => ({
    answered: false,
    loss: { code: "ECONNREFUSED", message: "nothing accepts connections there" },
  });

  async call(options: CallOptions): Promise<CallOutcome> {
    this.calls.push(options);
    return await this.answerCall(options);
  }

  /** What was looked at, oldest first, and the answer to each look. */
  readonly reached: ReachOptions[] = [];
  reachable: ReachOutcome = { reached: true };

  async reach(options: ReachOptions): Promise<ReachOutcome> {
    this.reached.push(options);
    return this.reachable;
  }

  async listen<Context>(options: ListenOptions<Context>): Promise<Listener> {
    const peers = new Set<FakePeer>();
    this.#knock = (head) => {
      const decision = options.request(head);
      if (decision.kind !== "upgrade") return decision;
      const peer = new FakePeer();
      const socket: AcceptedSocket<Context> = {
        context: decision.context,
        get bufferedBytes() {
          return peer.unreadBytes;
        },
        send: (data) => peer.take(data),
        ping: () => void (peer.pings += 1),
        pause: () => void (peer.paused = true),
        resume: () => void (peer.paused = false),
        close: (code, reason) => peer.end({ code, reason }),
        terminate: () => peer.end({ code: 1006, reason: "" }),
      };
      peer.deliver = (data) => options.message(socket, data);
      peer.deliverText = () => options.text(socket);
      peer.pong = () => options.pong(socket);
      peer.drained = () => options.drained(socket);
      peer.gone = (code) => options.closed(socket, code);
      peers.add(peer);
      options.open(socket);
      return peer;
    };
    return {
      port: options.port || 40_000,
      stop: async () => peers.forEach((peer) => peer.end({ code: 1001, reason: "" })),
    };
  }

  /** Everything that was asked about, oldest first. */
  readonly probes: ListenAddress[] = [];
  /** Taken addresses, as `transport:port`; all else is free. */
  readonly taken = new Map<string, Exclude<ListenProbe, { free: true }>>();

  async probeListen(address: ListenAddress): Promise<ListenProbe> {
    this.probes.push(address);
    return this.taken.get(`${address.transport}:${address.port}`) ?? { free: true };
  }

  /** A request at the listener, by default an ordinary one for an upgrade. */
  knock({ method = "GET", path = "/v1/opamp", headers = { upgrade: "websocket" } }: KnockOptions = {}): Reception {
    if (!this.#knock) throw new Error("nobody listens");
    return this.#knock({ method, path, headers: new Headers(headers), remoteAddress: "127.0.0.1:50000" });
  }

  /** The answer to a request that is no upgrade; `refused` where it came without the body being read. */
  async request(body: Uint8Array, options: KnockOptions = {}): Promise<HttpAnswer & { refused: boolean }> {
    const headers = { "content-type": "application/x-protobuf", ...options.headers };
    const reception = this.knock({ method: "POST", ...options, headers });
    if (reception instanceof FakePeer) throw new Error("it became a WebSocket");
    if (reception.kind === "answer") return { ...reception.answer, refused: true };
    return { ...(await reception.answer({ read: true, body })), refused: false };
  }

  /** An accepted connection to the listener. */
  connect(options: KnockOptions = {}): FakePeer {
    const answer = this.knock(options);
    if (answer instanceof FakePeer) return answer;
    throw new Error("it was refused");
  }
}

/** One POST, which the test answers. */
export class FakePost {
  readonly options: PostOptions;
  readonly #outcome = Promise.withResolvers<PostOutcome>();

  constructor(options: PostOptions) {
    this.options = options;
    options.signal.addEventListener("abort", () => this.fail({ code: "ABORTED", message: "the request was given up" }));
  }

  get outcome(): Promise<PostOutcome> {
    return this.#outcome.promise;
  }

  answer(body: Uint8Array, { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {}) {
    this.#outcome.resolve({ answered: true, status, headers, body });
  }

  fail(loss: ConnectionLoss): void {
    this.#outcome.resolve({ answered: false, loss });
  }
}

/** What the listener makes of a request: an open WebSocket, an answer, or the wish for its body. */
export type Reception = FakePeer | Exclude<RequestDecision<unknown>, { kind: "upgrade" }>;

export interface KnockOptions {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
}

/** One attempt to connect and what became of it, seen from the server. */
export class FakeDial implements DialedSocket {
  readonly options: DialOptions;
  readonly sent: Uint8Array[] = [];
  /** Of what was sent, as the test says. */
  bufferedBytes = 0;
  pings = 0;
  closedWith: { code: number; reason: string } | undefined;
  terminated = false;
  readonly #handlers: DialHandlers;
  #lost = false;

  constructor(options: DialOptions, handlers: DialHandlers) {
    this.options = options;
    this.#handlers = handlers;
  }

  send(data: Uint8Array): void {
    this.sent.push(data);
  }

  ping(): void {
    this.pings += 1;
  }

  close(code: number, reason: string): void {
    this.closedWith = { code, reason };
  }

  terminate(): void {
    this.terminated = true;
    queueMicrotask(() => this.lose({ code: "CLOSED", message: "terminated" }));
  }

  // --- what the server does ---

  accept(): void {
    this.#handlers.open();
  }

  deliver(data: Uint8Array): void {
    this.#handlers.message(data);
  }

  deliverText(): void {
    this.#handlers.text();
  }

  pong(): void {
    this.#handlers.pong();
  }

  /** Reads on, until `unreadBytes` are left. */
  read(unreadBytes: number): void {
    this.bufferedBytes = unreadBytes;
    if (unreadBytes === 0) this.#handlers.drained();
  }

  lose(loss: ConnectionLoss = { code: "CLOSED", message: "the connection broke off", closeCode: 1006 }): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#handlers.lost(loss);
  }
}
