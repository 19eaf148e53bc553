import { JSCallback } from "#runtime/ffi.ts";

import type { Kernel } from "./kernel.ts";

const infinite = 0xffff_ffff;
const executeOnlyOnce = 0x8;

/**
 * Tells the end of processes and threads. A thread of the system's pool waits for each, and hands the news over to this program's
 * own thread.
 */
export class Exits {
  readonly #kernel: Kernel;
  readonly #waiting = new Map<bigint, () => void>();
  readonly #callback: JSCallback;
  #serial = 0n;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#callback = new JSCallback((serial: number | bigint) => this.#ended(BigInt(serial)), {
      args: ["u64", "u32"],
      returns: "void",
      threadsafe: true,
    });
  }

  /** Resolves when the object of the handle is signalled: its process or thread has ended. */
  async of(handle: bigint): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#serial += 1n;
    const serial = this.#serial;
    this.#waiting.set(serial, resolve);
    const wait = new BigUint64Array(1);
    const { ptr } = this.#callback;
    if (this.#kernel.RegisterWaitForSingleObject(wait, handle, ptr, serial, infinite, executeOnlyOnce) === 0) {
      this.#waiting.delete(serial);
      throw new Error(`Windows waits for no handle: error ${this.#kernel.GetLastError()}`);
    }
    await promise;
    this.#kernel.UnregisterWait(wait[0] ?? 0n);
  }

  #ended(serial: bigint): void {
    this.#waiting.get(serial)?.();
    this.#waiting.delete(serial);
  }
}
