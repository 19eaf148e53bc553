/** What the port to the network says of those who connect to this program: requests, answers, sockets, the listener. */

/** A request, of whose body nothing has been read. */
export interface RequestHead {
  /** In capitals. */
  method: string;
  /** Path with query. */
  path: string;
  headers: Headers;
  /** For the log. */
  remoteAddress: string;
  /**
   * DER of the certificate that the client has proved to hold, of whatever authority. Default: none was shown, or the
   * listener cannot tell, as Bun's own.
   */
  clientCertificate?: Uint8Array;
}

/** An answer over HTTP. */
export interface HttpAnswer {
  status: number;
  /** Default: none of its own. */
  headers?: Readonly<Record<string, string>>;
  body: string | Uint8Array;
  /** Send the body gzipped, with `Content-Encoding: gzip`. Default: no. */
  gzip?: boolean;
}

/**
 * The body of a request, inflated. `TOO_LARGE`: more than `maxMessageBytes`; `MALFORMED`: no gzip; `TIMEOUT`: it did not
 * come within `bodyTimeoutMs`; `LOST`: the peer went away before its end.
 */
export type BodyOutcome =
  { read: true; body: Uint8Array } | { read: false; failure: "TOO_LARGE" | "MALFORMED" | "TIMEOUT" | "LOST" };

/** What becomes of a request. */
export type RequestDecision<Context> =
  /** It becomes a WebSocket; one that cannot gets 426. */
  | { kind: "upgrade"; context: Context }
  | { kind: "answer"; answer: HttpAnswer }
  /** Its body is read, at most `maxMessageBytes`, also of what is inflated. `answer` must not throw. */
  | { kind: "read"; gzip: boolean; answer(body: BodyOutcome): HttpAnswer | Promise<HttpAnswer> };

export interface AcceptedSocket<Context> {
  readonly context: Context;
  /** Bytes that were given to `send` and that the peer's system has not taken yet. */
  readonly bufferedBytes: number;
  send(data: Uint8Array): void;
  ping(): void;
  /** Nothing more is read until `resume`; what was read already still comes. Sending goes on. */
  pause(): void;
  resume(): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** TLS of a listener; all PEM. */
export interface ListenTls {
  cert: string;
  key: string;
  /**
   * Authorities of client certificates: who has none of theirs is turned away in the handshake. Default: none is asked
   * for. One that is verified only where it is there cannot be had: Bun lets in everybody then and tells nobody apart.
   */
  clientCa?: string;
}

export interface ListenOptions<Context> {
  hostname: string;
  /** 0 = any free port. */
  port: number;
  /** Of a WebSocket message or a body, after inflation. A larger message ends its connection with 1009. */
  maxMessageBytes: number;
  /** Milliseconds that the body of a request may take. */
  bodyTimeoutMs: number;
  tls?: ListenTls;
  /** Accept permessage-deflate. Default: no. */
  compression?: boolean;
  /** Must not throw. */
  request(head: RequestHead): RequestDecision<Context>;
  open(socket: AcceptedSocket<Context>): void;
  message(socket: AcceptedSocket<Context>, data: Uint8Array): void;
  text(socket: AcceptedSocket<Context>): void;
  pong(socket: AcceptedSocket<Context>): void;
  /** `bufferedBytes` has become less. */
  drained(socket: AcceptedSocket<Context>): void;
  closed(socket: AcceptedSocket<Context>, code: number): void;
}

export interface Listener {
  readonly port: number;
  /** Closes all connections with 1001. */
  stop(): Promise<void>;
}
