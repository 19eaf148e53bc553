import { Socket } from "node:net";

import type { DescriptorReader } from "../shared/descriptor-reader.ts";
import { webStream } from "./web-stream.ts";

/** What comes out of a pipe, whose descriptor is this reader's from now on. */
export function readDescriptor(fd: number): DescriptorReader {
  const socket = new Socket({ fd, readable: true, writable: false });
  return { stream: webStream(socket), close: () => void socket.destroy() };
}
