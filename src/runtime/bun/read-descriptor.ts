import { closeSync } from "node:fs";

import type { DescriptorReader } from "../shared/descriptor-reader.ts";

/** What comes out of a pipe, whose descriptor is this reader's from now on. */
export function readDescriptor(fd: number): DescriptorReader {
  return { stream: Bun.file(fd).stream(), close: () => closeSync(fd) };
}
