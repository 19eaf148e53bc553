import { ptr } from "#runtime/ffi.ts";

const restart = 1;

/** After the first two failures, and after each later one of the same day; milliseconds. */
const delaysMs = [5_000, 5_000, 60_000];
const resetAfterS = 86_400;

/**
 * `SERVICE_FAILURE_ACTIONSW` on 64-bit systems: the service is started again after each failure. What it refers to is beside it, and to
 * be kept for as long as it is used.
 */
export function failureActions(): { actions: BigUint64Array; list: Uint32Array } {
  const list = new Uint32Array(delaysMs.flatMap((delay) => [restart, delay]));
  return {
    list,
    actions: new BigUint64Array([BigInt(resetAfterS), 0n, 0n, BigInt(delaysMs.length), BigInt(ptr(list))]),
  };
}
