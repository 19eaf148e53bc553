export { crc32 } from "#runtime/hashes.ts";
