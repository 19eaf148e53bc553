import { joinBytes } from "./bytes.ts";

/** Bytes of the header that we send. */
export const frameHeaderLength = 1;

/** Most bytes that a 64-bit base-128 varint may take. */
const longestHeader = 10;

/** `start`: where the protobuf message begins. `reason`: what is wrong with the header. */
export type DecodedFrame = { ok: true; start: number } | { ok: false; reason: string };

/** A WebSocket message of OpAMP: the header, in this version the single byte 0, then the protobuf message (§ WebSocket Message Format). */
export function encodeFrame(...chunks: readonly Uint8Array[]): Uint8Array {
  return joinBytes(chunks, frameHeaderLength);
}

/**
 * Reads the header of a received WebSocket message. It is a varint of up to 10 bytes whose value must be 0, in whatever
 * length it is written; all else is malformed. There may be nothing behind it.
 */
export function decodeFrame(frame: Uint8Array): DecodedFrame {
  for (let index = 0; index < Math.min(frame.length, longestHeader); index += 1) {
    const byte = frame[index];
    if (byte === 0) return { ok: true, start: index + 1 };
    if (byte !== 0x80) return { ok: false, reason: "the message header is not 0, the only value in use" };
  }
  const reason =
    frame.length < longestHeader ? "the message ends inside its header" : "the message header is longer than 10 bytes";
  return { ok: false, reason };
}
