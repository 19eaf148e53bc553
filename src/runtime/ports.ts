/**
 * The ports through which everything else reaches the operating system.
 * Implementers: `runtime/bun` and the simulator of the tests.
 */

/** Stops what it was returned for; a second call does nothing. */
export type Cancel = () => void;

export interface Clock {
  /** Wall clock, milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds since an arbitrary moment; never jumps. */
  monotonic(): number;
  /** Calls `callback` once, `delayMs` from now. Any finite delay is kept, also above 2^31-1. */
  schedule(delayMs: number, callback: () => void): Cancel;
}

export interface Random {
  /** Cryptographically strong bytes. */
  bytes(length: number): Uint8Array;
  /** Uniform in [0, 1). */
  unit(): number;
  /** 16 bytes of a UUID version 7. */
  uuidv7(): Uint8Array;
}

export interface FileStat {
  kind: "file" | "directory" | "other";
  /** Bytes. */
  size: number;
  /** Milliseconds since the Unix epoch, with fractions. */
  modifiedAt: number;
  inode: number;
  executable: boolean;
}

export interface WriteOptions {
  /**
   * Whether the file must outlast a power cut. Default: yes. `false` saves the flushes, some milliseconds: for what is
   * made anew before it is used again.
   */
  durable?: boolean;
}

/** Errors of every method are `Error`s with the errno name in `code` (`ENOENT`, `EACCES`, …). */
export interface Files {
  read(path: string): Promise<Uint8Array>;
  /** `undefined` where there is no such file. */
  readIfPresent(path: string): Promise<Uint8Array | undefined>;
  /** At most the last `bytes` bytes, but none before offset `from`; empty where there is no such file. */
  readTail(path: string, bytes: number, from?: number): Promise<Uint8Array>;
  /** At most the first `bytes` bytes. */
  readHead(path: string, bytes: number): Promise<Uint8Array>;
  /** Atomic: temporary file beside it (0600), rename. Durable: fsync before it, fsync of the directory after it. */
  write(path: string, data: Uint8Array | string, options?: WriteOptions): Promise<void>;
  /** Creates missing parents too, all with mode 0700. */
  ensureDirectory(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Nothing happens where there is no such file. */
  remove(path: string): Promise<void>;
  list(directory: string): Promise<string[]>;
  stat(path: string): Promise<FileStat | undefined>;
  /** The absolute path with every link and `..` resolved; what does not exist is taken as it is written. */
  realPath(path: string): Promise<string>;
  /**
   * Takes an exclusive lock that the kernel frees when this process ends, and writes `content` into the file.
   * Where another process holds it, the holder's content is returned.
   */
  lock(path: string, content: string): Promise<{ held: true; release: Cancel } | { held: false; holder: string }>;
}

export type Signal = "SIGTERM" | "SIGINT" | "SIGKILL" | "SIGHUP";

/** How a process ended. */
export type Exit = { kind: "exited"; code: number } | { kind: "signalled"; signal: string };

export interface CommandOptions {
  executable: string;
  args: readonly string[];
  /** The whole environment of the child. */
  env: Readonly<Record<string, string>>;
}

export interface StartOptions extends CommandOptions {
  /** Standard output and standard error are appended to this file (created with 0600). */
  outputFile: string;
}

export interface Child {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Sends `signal` to the child's whole process group; `false` when nobody was there. */
  signalGroup(signal: Signal): boolean;
  /** Whether any process of the group is still there. */
  groupAlive(): boolean;
}

/** What the system answered when asked to execute a file. */
export interface StartFailure {
  started: false;
  /** errno name: `ENOENT`, `EACCES`, `ENOEXEC`, … */
  code: string;
}

export type RunOutcome =
  | StartFailure
  | {
      started: true;
      exit: Exit;
      /** At most `maxOutputBytes` of each, UTF-8 with replacement characters. */
      stdout: string;
      stderr: string;
      timedOut: boolean;
    };

export interface RunOptions extends CommandOptions {
  /** Milliseconds; the whole group is killed when they are over. */
  timeoutMs: number;
  /** Default 1 MiB for each stream; what is beyond is read and dropped. */
  maxOutputBytes?: number;
  /** Aborted: the whole group is killed at once. Default: nothing but its time ends the command. */
  signal?: AbortSignal;
}

/** How processes of a predecessor are recognised. */
export interface LeftoverSigns {
  /** `NAME=value` in their environment, which children inherit. */
  assignment?: string;
  /** `flag file` or `flag=file` among their arguments, the path as they see it. */
  argument: { flag: string; file: string };
}

export interface Processes {
  /**
   * Makes the next `start` faster, if it comes soon: what needs no knowledge of the command is done ahead. The result
   * gives up what was prepared and not used.
   */
  prepare(): Cancel;
  /** Starts a child in its own process group that dies with this process, whatever ends it. */
  start(options: StartOptions): Promise<StartFailure | { started: true; child: Child }>;
  /** Runs a command to its end and returns what it printed. */
  run(options: RunOptions): Promise<RunOutcome>;
  /**
   * Has one of this program's own tasks carried out by a short-lived process: the loop goes on meanwhile, and the
   * memory comes back. Input and result are data (structured clone). Rejects where the process cannot be had or fails.
   */
  compute(task: string, input: unknown): Promise<unknown>;
  /** Which of the protections against orphans are in force here, for the log. */
  readonly ties: { parentDeathSignal: boolean; stdinLease: boolean };
  /**
   * Ends every process whose environment holds `name=value`, or, without that, that was started with the arguments
   * `flag` and a path that leads to `file`; returns their pids.
   */
  endLeftovers(of: LeftoverSigns): Promise<number[]>;
}

export type TlsVersion = "1.0" | "1.1" | "1.2" | "1.3";

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
      body: Uint8Array;
    }
  /** `TOO_LARGE`: the body exceeds `maxResponseBytes`. `ABORTED`: the signal. `TIMEOUT`: the time was over. */
  | { answered: false; loss: ConnectionLoss };

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
  /** With `CLOSED`: the close code of the peer. */
  closeCode?: number;
}

export interface DialHandlers {
  open(): void;
  message(data: Uint8Array): void;
  /** A text frame, which no OpAMP peer sends. */
  text(): void;
  pong(): void;
  /** Called exactly once, also when `open` was never called. */
  lost(loss: ConnectionLoss): void;
}

export interface DialedSocket {
  send(data: Uint8Array): void;
  ping(): void;
  /** Closing handshake. */
  close(code: number, reason: string): void;
  /** At once, for a dead peer. */
  terminate(): void;
}

/** A request, of whose body nothing has been read. */
export interface RequestHead {
  /** In capitals. */
  method: string;
  /** Path with query. */
  path: string;
  headers: Headers;
  /** For the log. */
  remoteAddress: string;
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

export interface Network {
  dial(options: DialOptions, handlers: DialHandlers): DialedSocket;
  /** One POST and its whole answer. Never rejects. */
  post(options: PostOptions): Promise<PostOutcome>;
  /** Throws an `Error` with `code` (`EADDRINUSE`, …). */
  listen<Context>(options: ListenOptions<Context>): Promise<Listener>;
}

export interface Host {
  /** `linux`, `darwin`, `windows`. */
  readonly os: "linux" | "darwin" | "windows";
  /** Go's spelling: `amd64`, `arm64`, `ppc64le`, … */
  readonly arch: string;
  /** Host name. */
  readonly name: string;
  /** Release of the kernel. */
  readonly release: string;
  readonly pid: number;
  readonly env: Readonly<Record<string, string>>;
  readonly directory: string;
  /** Gives back the memory that only past work needed. What comes next takes some milliseconds longer, once. */
  giveBackMemory(): void;
}

export interface Runtime {
  clock: Clock;
  random: Random;
  files: Files;
  processes: Processes;
  network: Network;
  host: Host;
}
