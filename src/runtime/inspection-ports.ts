/** What `doctor` looks at beside the ports that the supervisor itself uses. Implementer: `runtime/shared/inspection.ts`. */

import type { ConnectionLoss, Route } from "./network-ports.ts";

export interface InspectWayOptions extends Route {
  /** `ws:`, `wss:`, `http:` or `https:`. */
  url: string;
  /** Milliseconds for all of it. */
  timeoutMs: number;
}

/** One certificate of a chain that a server has shown. */
export interface ShownCertificate {
  /** Common name, else the whole distinguished name on one line. */
  subject: string;
  issuer: string;
  /** Milliseconds since the Unix epoch. */
  validFrom: number;
  validTo: number;
}

/** What was seen on the way to a server, step by step. What lies behind the step that failed is not there. */
export interface WayReport {
  /** Whom this machine itself connects to: the proxy, or the server. */
  first: { host: string; port: number };
  /** Its addresses; an address has itself. */
  addresses?: readonly string[];
  /** It took the TCP connection. */
  connected?: true;
  /** The proxy has opened the way to the server, where one has to. */
  tunnelled?: true;
  tls?: {
    /** `TLSv1.3`. */
    version: string;
    /** The certificate of the server first. */
    chain: readonly ShownCertificate[];
    /** Why it is not trusted; nothing where it is. */
    fault?: ConnectionLoss;
  };
  /** The answer to a GET without credentials. */
  answer?: {
    status: number;
    /** The clock of the server, milliseconds since the epoch, to the second; unset where it does not tell. */
    date?: number;
    /** How far this machine's clock is before it, milliseconds; the time of the question counts as a half. */
    skewMs?: number;
  };
  /** Why there is no more. */
  loss?: ConnectionLoss;
}

/** What the system says of a file or a directory. */
export interface PathFacts {
  kind: "file" | "directory" | "other";
  /** Permission bits; 0 on Windows. */
  mode: number;
  uid: number;
  gid: number;
}

export interface Inspection {
  /** Goes the way to a server up to one GET, which holds no credentials. A certificate that is not trusted ends nothing. Never rejects. */
  way(options: InspectWayOptions): Promise<WayReport>;
  /** `undefined` where there is nothing. A link is followed. Rejects with `code`. */
  path(path: string): Promise<PathFacts | undefined>;
  /** Why this process may not write there; `undefined` where it may. A directory is to be entered too. */
  whyNotWrite(path: string): Promise<string | undefined>;
  /** Of this process; `undefined` on Windows. */
  readonly uid: number | undefined;
}
