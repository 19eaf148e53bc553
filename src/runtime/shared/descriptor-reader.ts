/** Reads a descriptor to its end. */
export interface DescriptorReader {
  stream: ReadableStream<Uint8Array>;
  /** Closes the descriptor. To be called once, and by nobody else. */
  close(): void;
}
