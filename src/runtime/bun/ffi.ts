/** Calls into libraries of the system. `dlopen` throws where the kernel forbids code that is made at run time. */
export { dlopen, JSCallback, ptr, toArrayBuffer } from "bun:ffi";
