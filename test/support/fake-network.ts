import type {
  AcceptedSocket,
  AcceptRequest,
  ConnectionLoss,
  DialedSocket,
  DialHandlers,
  DialOptions,
  Listener,
  ListenOptions,
  Network,
  PostOptions,
  PostOutcome,
} from "../../src/runtime/ports.ts";

/** Connections that exist in memory alone; the test plays the other side. */
export class FakeNetwork implements Network {
  /** Every attempt to connect, oldest first. */
  readonly dials: FakeDial[] = [];
  /** Every POST, oldest first. */
  readonly posts: FakePost[] = [];
  #knock: ((request: AcceptRequest) => FakePeer | { status: number; body: string }) | undefined;

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

  async listen<Context>(options: ListenOptions<Context>): Promise<Listener> {
    const peers = new Set<FakePeer>();
    this.#knock = (request) => {
      const decision = options.upgrade(request);
      if (!decision.accept) return { status: decision.status, body: decision.body };
      const peer = new FakePeer();
      const socket: AcceptedSocket<Context> = {
        context: decision.context,
        send: (data) => void peer.received.push(data),
        close: (code, reason) => peer.end({ code, reason }),
        terminate: () => peer.end({ code: 1006, reason: "" }),
      };
      peer.deliver = (data) => options.message(socket, data);
      peer.deliverText = () => options.text(socket);
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

  /** An upgrade request at the listener, by default an ordinary one. */
  knock({ path = "/v1/opamp", headers = { upgrade: "websocket" } }: KnockOptions = {}) {
    if (!this.#knock) throw new Error("nobody listens");
    return this.#knock({ path, headers: new Headers(headers), remoteAddress: "127.0.0.1:50000" });
  }

  /** An accepted connection to the listener. */
  connect(options: KnockOptions = {}): FakePeer {
    const answer = this.knock(options);
    if (answer instanceof FakePeer) return answer;
    throw new Error(`refused with ${answer.status}`);
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

export interface KnockOptions {
  path?: string;
  headers?: Record<string, string>;
}

/** One attempt to connect and what became of it, seen from the server. */
export class FakeDial implements DialedSocket {
  readonly options: DialOptions;
  readonly sent: Uint8Array[] = [];
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

  lose(loss: ConnectionLoss = { code: "CLOSED", message: "the connection broke off", closeCode: 1006 }): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#handlers.lost(loss);
  }
}

/** An agent at the other end of an accepted connection. */
export class FakePeer {
  readonly received: Uint8Array[] = [];
  /** How the server closed the connection. */
  closedWith: { code: number; reason: string } | undefined;
  deliver: (data: Uint8Array) => void = () => {};
  deliverText: () => void = () => {};
  gone: (code: number) => void = () => {};

  end(how: { code: number; reason: string }): void {
    if (this.closedWith) return;
    this.closedWith = how;
    queueMicrotask(() => this.gone(how.code));
  }
}
