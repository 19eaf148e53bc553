import type { HeaderList } from "../../config/types.ts";

/**
 * Headers with the credentials over them, or why there are none. `AUTH_FILE`: a file cannot be used; `AUTH_TOKEN`: the
 * token endpoint gives none; `ABORTED`: the signal. `reason` holds no secret.
 */
export type Overlay =
  { given: true; headers: HeaderList } | { given: false; code: "AUTH_FILE" | "AUTH_TOKEN" | "ABORTED"; reason: string };

/** Gives the credentials of connections. */
export interface Authenticator {
  /** `headers` are those that the connection has without it. Asked for each connection; never rejects. */
  overlay(headers: HeaderList, signal: AbortSignal): Promise<Overlay>;
  /** The server has answered 401 to what was given last. Returns whether something else can be given at once. */
  refused(): boolean;
}

/** Names of headers know no case (RFC 9110, 5.1). */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** In place of all values that the header had. */
export function setHeader(headers: HeaderList, name: string, value: string): HeaderList {
  return [...headers.filter(([other]) => !sameName(other, name)), [name, value]];
}
