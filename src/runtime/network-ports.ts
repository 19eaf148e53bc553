/**
 * The port to the network, and what its users say of a connection: its TLS, its proxy, its limits, its loss.
 * Implementers: `runtime/shared` and the networks of the tests.
 */

import type { CallOptions, CallOutcome } from "./call-ports.ts";
import type { Listener, ListenOptions } from "./listen-ports.ts";

/** A version of TLS; `tls-names.ts` has them in order. */
export type TlsVersion = "1.0" | "1.1" | "1.2" | "1.3";

/** TLS of a connection, as its client wants it. */
export interface TlsOptions {
  /** PEM, any number of certificates. Unset: the system's roots. */
  ca?: string;
  /** Trust the system's roots beside `ca`. Default: no. */
  includeSystemRoots?: boolean;
  /** PEM; both or neither. */
  cert?: string;
  key?: string;
  /** No check of the peer at all; only ever the operator's own explicit setting. */
  insecureSkipVerify?: boolean;
  /** Sent as SNI and looked for in the server's certificate, instead of the host of the URL. */
  serverName?: string;
  /** Default 1.2. */
  minVersion?: TlsVersion;
  /** Default: the newest that the platform has. */
  maxVersion?: TlsVersion;
  /** Keys of `cipherSuites` in `tls-names.ts`, for the versions up to 1.2. Default: those of the platform. */
  cipherSuites?: readonly string[];
  /** Keys of `curves` in `tls-names.ts`, the preferred first. Default: those of the platform. */
  curves?: readonly string[];
}

/** An HTTP proxy. It is asked by CONNECT for every target but `http:`, for which it gets the request itself, as usual. */
export interface ProxyOptions {
  /** `http:` or `https:`; user information in it becomes Proxy-Authorization. */
  url: string;
  /** Sent to the proxy, with CONNECT where there is one. Default: none. */
  headers?: ReadonlyArray<readonly [name: string, value: string]>;
}

/** Where a connection goes and with what. */
export interface Route {
  headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** Also used towards an `https:` proxy, but for `serverName`. */
  tls?: TlsOptions;
  /** Default: none; the environment is never asked here. */
  proxy?: ProxyOptions;
}

export interface DialOptions extends Route {
  /** `ws:` or `wss:`. */
  url: string;
  /** Largest message taken, bytes, after decompression. */
  maxMessageBytes: number;
  /** Milliseconds until the upgrade must be through. */
  handshakeTimeoutMs: number;
  /** Offer permessage-deflate. Default: no. */
  compression?: boolean;
}

export interface PostOptions extends Route {
  /** `http:` or `https:`. */
  url: string;
  body: Uint8Array;
  /** Send the body gzipped, with `Content-Encoding: gzip`. Default: no. A gzipped answer is always taken. */
  gzip?: boolean;
  /** Largest body taken, bytes, after decompression. */
  maxResponseBytes: number;
  /** Milliseconds from the call to the end of the body. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** Redirects are an answer like any other: none is followed. */
export type PostOutcome =
  | {
      answered: true;
      status: number;
      /** Names in lower case. */
      headers: Readonly<Record<string, string>>;
      /** Empty where it cannot be read and the status is none of success. */
      body: Uint8Array;
    }
  /** `TOO_LARGE`: the body exceeds `maxResponseBytes`. `PROTOCOL`: it is not gzipped as its header says. `ABORTED`: the signal. `TIMEOUT`: the time was over. */
  | { answered: false; loss: ConnectionLoss };

export interface GetOptions extends Route {
  /** `http:` or `https:`. */
  url: string;
  /** Of the answer's head and, after it, of its body, which ends by it with `ABORTED`. */
  signal: AbortSignal;
}

/** Redirects are an answer like any other: none is followed. */
export type GetOutcome =
  | {
      answered: true;
      status: number;
      /** Names in lower case. */
      headers: Readonly<Record<string, string>>;
      body: IncomingBody;
    }
  /** `ABORTED`: the signal. */
  | { answered: false; loss: ConnectionLoss };

/** The body of an answer as it comes, no faster than it is read, in whatever coding it is. */
export interface IncomingBody {
  /** The next piece. Never rejects. One call at a time. */
  read(): Promise<BodyPiece>;
  /** Hangs up. For whoever does not read to the end. */
  drop(): void;
}

export type BodyPiece =
  | { kind: "bytes"; bytes: Uint8Array }
  | { kind: "end" }
  /** It broke off, before the length that was promised or before the end that its coding has. */
  | { kind: "lost"; loss: ConnectionLoss };

/** Why a connection could not be made or was lost. */
export interface ConnectionLoss {
  /**
   * errno or TLS code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`, `ERR_SSL_…` for what ended a
   * handshake, …), or `CLOSED`, `HTTP`; `PROXY`: the proxy refused; `TLS`: our own TLS options cannot be used.
   */
  code: string;
  /** Names the cause and the peer, for the log; holds no header value, no credentials and no query. */
  message: string;
  /** With `HTTP`: the status of a refused upgrade and its headers in lower case. */
  response?: { status: number; headers: Readonly<Record<string, string>> };
  /** With `HTTP`: host and port of the proxy that handed the request on, and that may have answered it itself. */
  proxy?: string;
  /** With `CLOSED`: the close code of the peer. */
  closeCode?: number;
}

export interface DialHandlers {
  open(): void;
  message(data: Uint8Array): void;
  /** A text frame, which no OpAMP peer sends. */
  text(): void;
  pong(): void;
  /** Something had to wait in `bufferedBytes`, and nothing does any more. */
  drained(): void;
  /** Called exactly once, also when `open` was never called. */
  lost(loss: ConnectionLoss): void;
}

export interface DialedSocket {
  /** Bytes that were given to `send` and that this system could not pass on yet, as the peer does not read. */
  readonly bufferedBytes: number;
  send(data: Uint8Array): void;
  ping(): void;
  /** Closing handshake. */
  close(code: number, reason: string): void;
  /** At once, for a dead peer. */
  terminate(): void;
}

/** Where a program wants to listen. */
export interface ListenAddress {
  /** IP address or name; empty (as `0.0.0.0` and `::`, which are the same to a Collector): all interfaces. */
  host: string;
  /** 0 = any free port. */
  port: number;
  transport: "tcp" | "udp";
}

/** Who has an address. */
export interface PortHolder {
  pid: number;
  /** The program's short name. */
  name: string;
}

/** `code`: `EADDRINUSE`, `EADDRNOTAVAIL`, `EACCES` (a port below 1024), `ENOTFOUND` for a name without address, … */
export type ListenProbe =
  | { free: true }
  | {
      free: false;
      code: string;
      /** Who has it, where it is taken and that can be seen. */
      holder?: PortHolder;
    };

export interface ReachOptions extends Route {
  /** `http:` or `https:`. */
  url: string;
  /** Milliseconds for all of it. */
  timeoutMs: number;
  signal: AbortSignal;
}

export type ReachOutcome = { reached: true } | { reached: false; loss: ConnectionLoss };

/** The way to others and for others. No redirect is followed, no environment asked, nothing cut or left out in silence. */
export interface Network {
  dial(options: DialOptions, handlers: DialHandlers): DialedSocket;
  /** One POST and its whole answer. Never rejects. */
  post(options: PostOptions): Promise<PostOutcome>;
  /** One GET; its body is left to be read. Waits as long as the signal lets it. Never rejects. */
  get(options: GetOptions): Promise<GetOutcome>;
  /** One call over gRPC, by CONNECT through a proxy. Never rejects. */
  call(options: CallOptions): Promise<CallOutcome>;
  /** Connects, through the proxy, up to TLS, and hangs up without a request. Never rejects. */
  reach(options: ReachOptions): Promise<ReachOutcome>;
  /** Throws an `Error` with `code` (`EADDRINUSE`, …). */
  listen<Context>(options: ListenOptions<Context>): Promise<Listener>;
  /** Whether this address could be listened on now, tried by doing so for a moment. Never rejects. */
  probeListen(address: ListenAddress): Promise<ListenProbe>;
}
