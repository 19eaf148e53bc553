import type { ConnectionLoss, Route } from "./network-ports.ts";

/** One unary call over gRPC (HTTP/2), on a connection of its own. */
export interface CallOptions extends Route {
  /** `http:` or `https:`; host and port of it count. */
  url: string;
  /** `/package.Service/Method`. */
  method: string;
  /** The request, in protobuf. */
  message: Uint8Array;
  /** Send the message gzipped. Default: no. A gzipped answer is always taken. */
  gzip?: boolean;
  /** Largest answer taken, bytes. */
  maxResponseBytes: number;
  /** Milliseconds from the call to its status; the server is told them too. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** `TOO_LARGE`, `ABORTED` and `TIMEOUT` as for a POST; `PROTOCOL`: the peer speaks no gRPC. */
export type CallOutcome =
  | {
      answered: true;
      /** Status code of gRPC; 0 = OK. */
      status: number;
      /** What the server says of it; for people. */
      text: string;
      /** The answer, in protobuf; empty unless the status is OK. */
      message: Uint8Array;
    }
  | { answered: false; loss: ConnectionLoss };
