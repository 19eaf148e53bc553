import { dlopen, ptr } from "#runtime/ffi.ts";

const POLLERR = 8;
const POLLHUP = 16;
/** Of `struct pollfd`: descriptor, events, what has happened. */
const pollfdBytes = 8;
const happenedOffset = 6;

type ReaderGone = (descriptor: number) => boolean;

let known: ReaderGone | undefined;

/**
 * Whether nobody can read any more what is written to a pipe, socket or terminal, found out without writing; `false` too where
 * the system does not tell or forbids FFI. The C library is opened by the first call.
 */
export function readerGone(descriptor: number): boolean {
  known ??= open();
  return known(descriptor);
}

function open(): ReaderGone {
  if (process.platform === "win32") return () => false;
  try {
    const library = process.platform === "darwin" ? "libSystem.B.dylib" : "libc.so.6";
    const { symbols } = dlopen(library, { poll: { args: ["ptr", "u64", "i32"], returns: "i32" } });
    return (descriptor) => {
      const asked = new DataView(new ArrayBuffer(pollfdBytes));
      asked.setInt32(0, descriptor, true);
      if (symbols.poll(ptr(asked), 1n, 0) <= 0) return false;
      return (asked.getInt16(happenedOffset, true) & (POLLERR | POLLHUP)) !== 0;
    };
  } catch {
    return () => false;
  }
}
