import type { HeaderList } from "../config/types.ts";
import type { Network, ProxyOptions, TlsOptions } from "../runtime/network-ports.ts";
import type { Clock, Files, Random } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import type { Pace } from "./pace.ts";

export interface DownloadRequest {
  /** `http:` or `https:`, without user name and password. Its path and query may be secret. */
  url: string;
  /** Sent to the origin of `url` and to no other. Values are secrets. */
  headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** SHA-256 of the file, 32 bytes. */
  contentHash: Uint8Array;
  /**
   * Where the file will be, in a directory that is there: it appears when its hash holds and not before. Until then what came
   * lies beside it, with the endings `.part` and `.part.json`.
   */
  into: string;
}

/** How a file is reached; asked for each request, and for each address that a redirect leads to. */
export type FileRoute =
  | {
      usable: true;
      /** Under those that were offered with the file. Default: none. */
      headers?: HeaderList;
      tls?: TlsOptions;
      proxy?: ProxyOptions;
      /** Told a 401; returns whether other credentials can be had at once. Default: there are none. */
      refused?(): boolean;
    }
  /** `code` is for machines, `reason` for people; no secret. */
  | { usable: false; code: string; reason: string };

export interface DownloadProgress {
  /** 0 to 100, of the whole file; 0 while its size is not known, as the reference implementation has it. */
  percent: number;
  /** Since the last report. */
  bytesPerSecond: number;
  /** Bytes of the file that are there, those of earlier connections included. */
  received: number;
  /** Why nothing comes at the moment, and another attempt is waited for. Holds no secret. */
  trouble?: string;
}

export interface DownloadOptions {
  /** Ends it: what came stays for the next attempt. */
  signal: AbortSignal;
  /** Largest file. */
  maxBytes: number;
  /** Milliseconds for all of it, waits included. */
  maxDurationMs: number;
  /** Default: as fast as it goes. */
  pace?: Pick<Pace, "took"> | undefined;
  /**
   * How many attempts in a row may bring nothing new although the server is there: they take its bandwidth for what has come already,
   * or it makes no sense. Default: 6.
   */
  attempts?: number;
  /** Milliseconds without a byte after which a connection is given up. Default: 30 s. */
  stallMs?: number;
  /** Milliseconds between two reports of progress; the first one comes with the first answer. Default: 10 s. */
  progressMs?: number;
  /** Must not throw. Default: nobody listens. */
  onProgress?(progress: DownloadProgress): void;
  route(url: string, signal: AbortSignal): FileRoute | Promise<FileRoute>;
  files: Pick<Files, "freeBytes" | "pieces" | "readIfPresent" | "remove" | "rename" | "sink" | "stat" | "write">;
  network: Pick<Network, "get">;
  clock: Clock;
  random: Pick<Random, "unit">;
  log: Log;
}

export interface DownloadFailure {
  kind: "failed";
  /**
   * `TOO_LARGE`, `HASH_MISMATCH`, `REQUEST` (the offer itself), `REDIRECT`, `HTTP_404` and the like; `NO_ROOM`, `STORAGE_READ_ONLY`, `TIMEOUT`, `STALLED`,
   * `PROTOCOL` and the codes of connections and of the file system.
   */
  code: string;
  /** For people; of the URL it has host and port alone. */
  message: string;
  /** It may work later: network, a server in trouble, a full disk. */
  passing: boolean;
  /** Milliseconds that the server asked to wait, where that was longer than there was time. */
  retryAfterMs?: number;
}

export type DownloadOutcome =
  /** `held`: the same content lay there already, and nobody was asked. */
  { kind: "held" | "fetched"; path: string; size: number } | DownloadFailure | { kind: "cancelled" };
