import type { Random } from "../runtime/ports.ts";

/** Header in which the Collector's opamp extension carries the token of its generation. */
export const tokenHeader = "X-OpAMP-Supervisor-Token";

/** One attempt to run the Collector: its number in this run of the supervisor, and the secret that only it was given. */
export interface Generation {
  number: number;
  token: string;
}

/** A token that nobody can guess: 256 bits. */
export function newToken(random: Random): string {
  return Buffer.from(random.bytes(32)).toString("base64url");
}
