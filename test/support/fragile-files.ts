import { basename, dirname, join } from "node:path";

import type { Files, FileSink, SinkOptions, WriteOptions } from "../../src/runtime/ports.ts";
import { type Fate, FragileDisk } from "./fragile-disk.ts";
import { MemoryFiles } from "./memory-files.ts";

/**
 * Files that do what the system's do (`createFiles`) in the same single steps, and remember which of them are on disk for certain.
 * Before each step the test is asked, and may end the process there by never answering.
 */
export class FragileFiles extends MemoryFiles {
  /** `open`, `write`, `fsync`, `rename`, `mkdir`, `unlink` and the like, with the path. */
  step: (what: string) => void | Promise<void> = () => {};
  #disk = new FragileDisk();
  #serial = 0;

  /** The power goes: what the next start finds, on a disk of its own. */
  afterPowerCut(fate: Fate): FragileFiles {
    const left = this.#disk.afterPowerCut(fate);
    const next = new FragileFiles();
    next.#begin(left);
    return next;
  }

  /** What lies there is on disk for certain. */
  #begin(files: MemoryFiles): void {
    for (const [path, data] of files.contents) {
      const executable = files.isProgram(path);
      if (executable) this.putProgram(path, data);
      else this.put(path, data);
      this.#disk.makeDirectory(dirname(path));
      const inode = this.#disk.makeFile(path, executable);
      inode.written = inode.flushed = data;
    }
    this.#disk.settle();
  }

  override async write(path: string, data: Uint8Array | string, options: WriteOptions = {}): Promise<void> {
    const { durable = true } = options;
    const temporary = join(dirname(path), `.${basename(path)}.1-${(this.#serial += 1)}.tmp`);
    await this.step(`open ${temporary}`);
    const inode = this.#disk.makeFile(temporary, false);
    await this.step(`write ${temporary}`);
    inode.written = bytesOf(data);
    if (durable) {
      await this.step(`fsync ${temporary}`);
      inode.flushed = inode.written;
    }
    await this.step(`rename ${path}`);
    await super.write(path, data, options);
    this.#disk.rename(temporary, path);
    if (!durable) return;
    await this.step(`fsync ${dirname(path)}`);
    this.#disk.flushDirectory(dirname(path));
  }

  override async rename(from: string, to: string, { durable = false }: { durable?: boolean } = {}): Promise<void> {
    await this.step(`rename ${to}`);
    await super.rename(from, to);
    this.#disk.rename(from, to);
    if (!durable) return;
    await this.step(`fsync ${dirname(to)}`);
    this.#disk.flushDirectory(dirname(to));
  }

  override async remove(path: string): Promise<void> {
    await this.step(`unlink ${path}`);
    await super.remove(path);
    this.#disk.remove(path);
  }

  override async ensureDirectory(path: string): Promise<void> {
    await this.step(`mkdir ${path}`);
    await super.ensureDirectory(path);
    const made: string[] = [];
    for (let at = path; this.#disk.inodeAt(at) === undefined; at = dirname(at)) made.unshift(at);
    this.#disk.makeDirectory(path);
    for (const directory of made) {
      await this.step(`fsync ${dirname(directory)}`);
      this.#disk.flushDirectory(dirname(directory));
    }
  }

  override async sink(path: string, options: SinkOptions = {}): Promise<FileSink> {
    const { keep = 0, mode = 0o600 } = options;
    await this.step(`open ${path}`);
    const sink = await super.sink(path, options);
    const inode = this.#disk.inodeAt(path) ?? this.#disk.makeFile(path, (mode & 0o111) !== 0);
    // Cut off, which may be on disk or not.
    inode.written = inode.written.slice(0, keep);
    return {
      write: async (piece) => {
        await this.step(`write ${path}`);
        await sink.write(piece);
        inode.written = Buffer.concat([inode.written, piece]);
      },
      flush: async () => {
        await this.step(`fsync ${path}`);
        await sink.flush();
        inode.flushed = inode.written;
      },
      close: () => sink.close(),
    };
  }

  override async lock(path: string, content: string): ReturnType<Files["lock"]> {
    const lock = await super.lock(path, content);
    if (lock.held && this.#disk.inodeAt(path) === undefined)
      this.#disk.makeFile(path, false).written = bytesOf(content);
    return lock;
  }
}

function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === "string" ? new TextEncoder().encode(data) : data.slice();
}
