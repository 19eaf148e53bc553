/** One way to ask for a token. */
export interface TokenRequest {
  parameters: ReadonlyArray<readonly [name: string, value: string]>;
  /** Value of the header Authorization. Default: none. */
  authorization?: string;
}

/** `ways`: where the endpoint refuses the first, the next may be the one that it takes. */
export type Preparation =
  { ready: true; ways: readonly [TokenRequest, ...TokenRequest[]] } | { ready: false; reason: string };

/** By what right a token is asked for (RFC 6749, 1.3). */
export interface Grant {
  /** What a request made now is to hold. Reads the files of the extension. */
  prepare(): Promise<Preparation>;
}
