import * as z from "zod/mini";

import { jsonRecord } from "./json-record.ts";

/** A request for a client certificate that the server has not answered with one. */
export interface PendingRequest {
  /** PEM; it never leaves this machine. */
  readonly key: string;
  /** The signing request, PEM. */
  readonly csr: string;
  /** Equal for requests that ask for the same. */
  readonly form: string;
  /** Milliseconds since the Unix epoch. */
  readonly madeAt: number;
}

export const pendingRequestRecord = jsonRecord<PendingRequest>(
  z.object({ key: z.string(), csr: z.string(), form: z.string(), madeAt: z.number() }),
  "a certificate request",
);
