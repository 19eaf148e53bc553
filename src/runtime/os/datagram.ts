import { dlopen, ptr } from "#runtime/ffi.ts";

const AF_UNIX = 1;
const SOCK_DGRAM_CLOEXEC_NONBLOCK = 2 | 0o2000000 | 0o4000;
const MSG_NOSIGNAL = 0x4000;
/** What `sun_path` holds, bytes. */
const pathBytes = 108;

/** Sends one datagram; `false` where nobody took it. */
export type SendDatagram = (text: string) => boolean;

/**
 * A sender to the Unix datagram socket at `path` (`@name`: an abstract one), which the runtime has no sockets for. It
 * never waits. `undefined` where FFI is not to be had, or no such address can be.
 */
export function openDatagram(path: string): SendDatagram | undefined {
  const address = socketAddress(path);
  if (address === undefined || process.platform !== "linux") return undefined;
  try {
    const { symbols } = dlopen("libc.so.6", {
      socket: { args: ["i32", "i32", "i32"], returns: "i32" },
      sendto: { args: ["i32", "ptr", "u64", "i32", "ptr", "u32"], returns: "i64" },
    });
    const descriptor = symbols.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC_NONBLOCK, 0);
    if (descriptor < 0) return undefined;
    return (text) => {
      const bytes = Buffer.from(text);
      const sent = symbols.sendto(
        descriptor,
        ptr(bytes),
        BigInt(bytes.length),
        MSG_NOSIGNAL,
        ptr(address),
        address.length,
      );
      return Number(sent) === bytes.length;
    };
  } catch {
    return undefined;
  }
}

/** `struct sockaddr_un`: an abstract name begins with a zero byte and is as long as the address says. */
function socketAddress(path: string): Uint8Array | undefined {
  const abstract = path.startsWith("@");
  if (!abstract && !path.startsWith("/")) return undefined;
  const name = Buffer.from(abstract ? `\0${path.slice(1)}` : `${path}\0`);
  if (name.length > pathBytes) return undefined;
  const family = new Uint8Array(new Uint16Array([AF_UNIX]).buffer);
  return new Uint8Array(Buffer.concat([family, name]));
}
