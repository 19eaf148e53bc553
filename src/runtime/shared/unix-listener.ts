/** A Unix socket on which is listened; on Windows a named pipe. */
export interface UnixListener {
  /** Listens no more, and removes what stands at its path. Connections that are there stay. */
  stop(): void;
  /** Leaves it as it is, and keeps the process no longer. */
  unref(): void;
}
