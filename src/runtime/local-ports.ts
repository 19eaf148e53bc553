/**
 * The ports to what stands beside this process on its machine: sockets that only this machine reaches, and the manager
 * that runs services. Implementers: `runtime/shared` and the tests.
 */

/** Where a local socket is: a file in a directory; on Windows a named pipe whose name follows from both. */
export interface LocalPlace {
  directory: string;
  name: string;
}

export interface LocalConnection {
  /** User id of the process that connected; `undefined` where the system does not tell. */
  readonly peerUid: number | undefined;
  /** Bytes that were given to `send` and that the peer's system has not taken yet. */
  readonly bufferedBytes: number;
  send(text: string): void;
  /** Closes once everything is sent. */
  end(): void;
  /** At once. */
  terminate(): void;
}

export interface LocalHandlers {
  data(connection: LocalConnection, chunk: Uint8Array): void;
  /** All that was given to `send` is taken by the peer's system. */
  drained(connection: LocalConnection): void;
  /** Called exactly once. */
  closed(connection: LocalConnection): void;
}

export interface LocalListenOptions extends LocalPlace, LocalHandlers {
  /** Lets the group of the directory in where the directory is open to it. Default: it does. */
  letsGroupIn?: boolean;
  open(connection: LocalConnection): void;
}

export interface LocalListener {
  /** Whether nobody but the owner and the administrators of the system can connect. */
  readonly ownerOnly: boolean;
  /** Takes the socket away. Connections that are there stay. */
  stop(): void;
}

export interface LocalSockets {
  /** User id of this process; `undefined` on Windows. */
  readonly ownUid: number | undefined;
  /**
   * Listens for the owner and root, and, unless told otherwise, for the group of the directory where that is open to it.
   * A socket that a dead process left is replaced: the caller makes sure that it is dead. Throws an `Error` with `code`;
   * anything but a socket in its place is left alone (`EEXIST`).
   */
  listen(options: LocalListenOptions): LocalListener;
  /** Rejects with an `Error` that has `code`: `ENOENT` and `ECONNREFUSED` where nobody listens, `EACCES`, … */
  connect(options: LocalPlace & LocalHandlers): Promise<LocalConnection>;
}

/** What started this process and watches it (systemd and what speaks like it: sd_notify(3)). */
export interface ServiceManager {
  /** Milliseconds within which it wants a sign of life; `undefined` where it wants none. */
  readonly watchdogMs: number | undefined;
  /** Sends assignments such as `READY=1`; `RELOADING=1` gets its `MONOTONIC_USEC`. `false` where that failed. */
  notify(assignments: readonly string[]): Promise<boolean>;
}
