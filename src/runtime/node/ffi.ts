import type * as bun from "../bun/ffi.ts";
import { type Argument, nativeCalls } from "./native-calls.ts";

/** What is said of a function: as much of Bun's words as is used here. */
type Definitions = Readonly<Record<string, { returns: string }>>;

/** The C library of Linux by the names of its functions. Throws where it cannot be called. */
function openLibrary(library: string, definitions: Definitions): { symbols: Record<string, unknown> } {
  if (library !== "libc.so.6") throw new Error(`${library} cannot be called`);
  const native = nativeCalls();
  const symbols = Object.entries(definitions).map(([name, { returns }]) => {
    if (!native.has(name)) throw new Error(`${name} cannot be called`);
    const read = readers[returns];
    if (read === undefined) throw new Error(`${returns} is not known`);
    return [name, (...args: Argument[]) => read(native.call(name, ...args))] as const;
  });
  return { symbols: Object.fromEntries(symbols) };
}

/** A result of 64 bits as what the function returns. */
const readers: Readonly<Record<string, (result: bigint) => number | bigint>> = {
  i32: (result) => Number(BigInt.asIntN(32, result)),
  i64: (result) => result,
  u64: (result) => BigInt.asUintN(64, result),
  usize: (result) => BigInt.asUintN(64, result),
};

/** As `bun:ffi` has them, for functions of whole numbers and addresses. */
export const dlopen = openLibrary as unknown as typeof bun.dlopen;
export const ptr = ((bytes: NodeJS.ArrayBufferView) => nativeCalls().address(bytes)) as unknown as typeof bun.ptr;

/** The program with Node is for Linux, where nothing calls back and no memory of others is read. */
function onlyWithBun(): never {
  throw new Error("the program with Node is for Linux");
}

export const JSCallback = onlyWithBun as unknown as typeof bun.JSCallback;
export const toArrayBuffer = onlyWithBun as unknown as typeof bun.toArrayBuffer;
