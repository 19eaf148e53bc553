import type { BodyPiece, GetOptions, GetOutcome } from "../../src/runtime/network-ports.ts";

export interface ScriptedFile {
  /** Default: 200. */
  status?: number;
  headers?: Readonly<Record<string, string>>;
  pieces?: readonly BodyPiece[];
  /** After the pieces: the end, a break, or nothing until somebody gives up. Default: the end. */
  after?: "end" | "break" | "nothing";
}

const loss = { code: "ECONNRESET", message: "the connection was broken off" };

/** An answer to a GET that exists in memory alone. */
export function scriptedFile({ status = 200, headers = {}, pieces = [], after = "end" }: ScriptedFile) {
  return ({ signal }: GetOptions): GetOutcome => {
    const left = [...pieces];
    const aborted = new Promise<BodyPiece>((resolve) =>
      signal.addEventListener("abort", () => resolve({ kind: "lost", loss: { code: "ABORTED", message: "given up" } })),
    );
    const read = async (): Promise<BodyPiece> => {
      const next = left.shift();
      if (next) return next;
      if (after === "nothing") return await aborted;
      return after === "end" ? { kind: "end" } : { kind: "lost", loss };
    };
    return { answered: true, status, headers, body: { read, drop: () => {} } };
  };
}

/** The bytes as pieces of a body. */
export function piecesOf(bytes: Uint8Array, size = 10_000): BodyPiece[] {
  const pieces: BodyPiece[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push({ kind: "bytes", bytes: bytes.subarray(at, at + size) });
  return pieces;
}
