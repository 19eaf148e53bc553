/** A request that is answered once. */
export interface SingleRequest {
  /** Default: GET. */
  method?: "POST";
  headers: Readonly<Record<string, string>>;
  body?: Uint8Array<ArrayBuffer>;
  /** Of the head of the answer, and of its body. */
  signal: AbortSignal;
}

/** The answer, whose body is in whatever coding it came. */
export type SingleAnswer = Pick<Response, "status" | "ok" | "headers" | "body">;
