import { dlopen, ptr } from "#runtime/ffi.ts";

const SOL_SOCKET = 1;
const SO_PEERCRED = 17;
/** Bytes of `struct ucred`: pid, uid, gid. */
const credentialBytes = 12;

type PeerUid = (descriptor: number) => number | undefined;

let known: PeerUid | undefined;

/**
 * User id of the process at the other end of a connected Unix socket, as it was when it connected; `undefined` where
 * the system does not tell or forbids FFI. The C library is opened by the first call.
 */
export function peerUid(descriptor: number): number | undefined {
  known ??= open();
  return known(descriptor);
}

function open(): PeerUid {
  try {
    if (process.platform === "linux") return overSocketOption();
    if (process.platform === "darwin") return overGetpeereid();
  } catch {
    // No FFI here.
  }
  return () => undefined;
}

function overSocketOption(): PeerUid {
  const { symbols } = dlopen("libc.so.6", {
    getsockopt: { args: ["i32", "i32", "i32", "ptr", "ptr"], returns: "i32" },
  });
  return (descriptor) => {
    const credentials = new Uint32Array(credentialBytes / 4);
    const length = new Uint32Array([credentialBytes]);
    const outcome = symbols.getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, ptr(credentials), ptr(length));
    return outcome === 0 ? credentials[1] : undefined;
  };
}

function overGetpeereid(): PeerUid {
  const { symbols } = dlopen("libSystem.B.dylib", { getpeereid: { args: ["i32", "ptr", "ptr"], returns: "i32" } });
  return (descriptor) => {
    const uid = new Uint32Array(1);
    const gid = new Uint32Array(1);
    return symbols.getpeereid(descriptor, ptr(uid), ptr(gid)) === 0 ? uid[0] : undefined;
  };
}
