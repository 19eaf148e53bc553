import { dlopen, toArrayBuffer } from "#runtime/ffi.ts";

import { directoryList, fileList, pipeList } from "./access-list.ts";
import { windowsErrorCode } from "./error-code.ts";
import { fromWide, wide } from "./wide.ts";

const tokenQuery = 0x8;
const tokenUser = 1;
const fileObject = 1;
const daclInformation = 0x4;
const protectedDacl = 0x8000_0000;
const readControlAndWriteDac = 0x6_0000;
const openExisting = 3;
const revision = 1;

/** Keeps others away from what is this program's. Every method throws an `Error` with the errno name in `code`. */
export interface Security {
  /** Makes a directory that is never there with other rights. Its parent is there. */
  makePrivateDirectory(path: string): void;
  /** Takes everybody else's rights away on what is there. */
  makePrivate(path: string, what: "directory" | "file"): void;
  /** The same for a pipe that this process listens on, for whom it looks like a visitor who leaves at once. */
  makePipePrivate(path: string): void;
}

/** Throws where FFI is forbidden. */
export function openSecurity(): Security {
  const advapi = dlopen("advapi32.dll", {
    ConvertSidToStringSidW: { args: ["u64", "ptr"], returns: "i32" },
    ConvertStringSecurityDescriptorToSecurityDescriptorW: { args: ["ptr", "u32", "ptr", "ptr"], returns: "i32" },
    GetSecurityDescriptorDacl: { args: ["u64", "ptr", "ptr", "ptr"], returns: "i32" },
    GetTokenInformation: { args: ["u64", "i32", "ptr", "u32", "ptr"], returns: "i32" },
    OpenProcessToken: { args: ["u64", "u32", "ptr"], returns: "i32" },
    SetKernelObjectSecurity: { args: ["u64", "u32", "u64"], returns: "i32" },
    SetNamedSecurityInfoW: { args: ["ptr", "i32", "u32", "ptr", "ptr", "u64", "ptr"], returns: "u32" },
  }).symbols;
  const kernel = dlopen("kernel32.dll", {
    CloseHandle: { args: ["u64"], returns: "i32" },
    CreateDirectoryW: { args: ["ptr", "ptr"], returns: "i32" },
    CreateFileW: { args: ["ptr", "u32", "u32", "ptr", "u32", "u32", "u64"], returns: "u64" },
    GetCurrentProcess: { args: [], returns: "u64" },
    GetLastError: { args: [], returns: "u32" },
    LocalFree: { args: ["u64"], returns: "u64" },
    lstrlenW: { args: ["u64"], returns: "i32" },
  }).symbols;

  const check = (granted: number, what: string) => {
    if (granted === 0) fail(kernel.GetLastError(), what);
  };

  const ownSid = (): string => {
    const token = new BigUint64Array(1);
    check(advapi.OpenProcessToken(kernel.GetCurrentProcess(), tokenQuery, token), "the token of this process");
    const user = new BigUint64Array(32);
    const length = new Uint32Array(1);
    const granted = advapi.GetTokenInformation(token[0] ?? 0n, tokenUser, user, user.byteLength, length);
    kernel.CloseHandle(token[0] ?? 0n);
    check(granted, "the user of this process");
    const text = new BigUint64Array(1);
    check(advapi.ConvertSidToStringSidW(user[0] ?? 0n, text), "the user of this process");
    const at = text[0] ?? 0n;
    const sid = fromWide(new Uint8Array(toArrayBuffer(Number(at), 0, 2 * kernel.lstrlenW(at))).slice());
    kernel.LocalFree(at);
    return sid;
  };

  /** Calls `use` with a security descriptor that is there for so long. */
  const withDescriptor = (list: (own: string) => string, use: (descriptor: bigint) => void): void => {
    const descriptor = new BigUint64Array(1);
    const converted = advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(
      wide(list(ownSid())),
      revision,
      descriptor,
      null,
    );
    check(converted, "an access list");
    try {
      use(descriptor[0] ?? 0n);
    } finally {
      kernel.LocalFree(descriptor[0] ?? 0n);
    }
  };

  return {
    makePrivateDirectory: (path) =>
      withDescriptor(directoryList, (descriptor) => {
        const attributes = new BigUint64Array([24n, descriptor, 0n]);
        check(kernel.CreateDirectoryW(wide(path), attributes), path);
      }),
    makePrivate: (path, what) =>
      withDescriptor(what === "directory" ? directoryList : fileList, (descriptor) => {
        const [present, dacl, defaulted] = [new Uint32Array(1), new BigUint64Array(1), new Uint32Array(1)];
        check(advapi.GetSecurityDescriptorDacl(descriptor, present, dacl, defaulted), path);
        const changed = daclInformation + protectedDacl;
        const error = advapi.SetNamedSecurityInfoW(wide(path), fileObject, changed, null, null, dacl[0] ?? 0n, null);
        if (error !== 0) fail(error, path);
      }),
    makePipePrivate: (path) =>
      withDescriptor(pipeList, (descriptor) => {
        const handle = kernel.CreateFileW(wide(path), readControlAndWriteDac, 7, null, openExisting, 0, 0n);
        if (BigInt.asIntN(64, handle) === -1n) fail(kernel.GetLastError(), path);
        const granted = advapi.SetKernelObjectSecurity(handle, daclInformation + protectedDacl, descriptor);
        const error = granted === 0 ? kernel.GetLastError() : 0;
        kernel.CloseHandle(handle);
        if (error !== 0) fail(error, path);
      }),
  };
}

function fail(error: number, what: string): never {
  const code = windowsErrorCode(error);
  throw Object.assign(new Error(`${code}: ${what} (Windows error ${error})`), { code });
}
