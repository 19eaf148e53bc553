import { basename, dirname, resolve } from "node:path";

import type { Files, FileSink, FileStat, PiecesOptions, SinkOptions, WriteOptions } from "../../src/runtime/ports.ts";

interface Entry {
  kind: "file" | "directory";
  data: Uint8Array;
  inode: number;
  modifiedAt: number;
  executable: boolean;
}

/** One call of a method, before it does anything. */
export interface FilesCall {
  method: keyof Files;
  path: string;
}

/** An error as the system gives it. */
export function errno(code: string, path = ""): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

/**
 * Files in memory, without rights and links. Locks belong to the whole: open two things on one `MemoryFiles` for two
 * processes on one disk, and call `endOfProcess` for what the kernel does when the holders are gone.
 */
export class MemoryFiles implements Files {
  /** Every call that changed something, in order, as `method path`. */
  readonly changes: string[] = [];
  /** Called before each method: what it throws is thrown by the method, which waits for it. */
  intercept: (call: FilesCall) => void | Promise<void> = () => {};
  readonly #entries = new Map<string, Entry>();
  readonly #locks = new Map<string, { holder: string }>();
  #serial = 0;

  constructor() {
    this.#add("/", "directory", new Uint8Array());
  }

  /** Puts a file there, with its directories, past `intercept` and `changes`. */
  put(path: string, data: Uint8Array | string): void {
    this.#makeDirectories(dirname(path));
    this.#add(path, "file", bytesOf(data));
  }

  /** The same for a program. */
  putProgram(path: string, data: Uint8Array | string): void {
    this.put(path, data);
    this.#file(path).executable = true;
  }

  /** What a program that has the file open writes to its end. */
  append(path: string, text: string): void {
    const file = this.#file(path);
    file.data = Buffer.concat([file.data, bytesOf(text)]);
  }

  /** The file's text; `undefined` where there is none. */
  text(path: string): string | undefined {
    const entry = this.#entries.get(path);
    return entry?.kind === "file" ? new TextDecoder().decode(entry.data) : undefined;
  }

  isProgram(path: string): boolean {
    return this.#entries.get(path)?.executable === true;
  }

  /** Every file, as bytes. */
  get contents(): ReadonlyMap<string, Uint8Array> {
    const files = [...this.#entries].filter(([, { kind }]) => kind === "file");
    return new Map(files.map(([path, { data }]) => [path, data]));
  }

  /** Lets every call of `method` on `path` fail from now on; the result undoes that. */
  failOn(method: keyof Files, path: string, code: string): () => void {
    const before = this.intercept;
    this.intercept = (call) => {
      if (call.method === method && call.path === path) throw errno(code, path);
      return before(call);
    };
    return () => void (this.intercept = before);
  }

  /** What `rm -r` of somebody else does: those who have a lock there hold it on a file that has no name any more. */
  lose(directory: string): void {
    const isWithin = (path: string) => path === directory || path.startsWith(`${directory}/`);
    for (const path of [...this.#entries.keys()].filter(isWithin)) this.#entries.delete(path);
    for (const path of [...this.#locks.keys()].filter(isWithin)) this.#locks.delete(path);
  }

  /** Frees all locks. */
  endOfProcess(): void {
    this.#locks.clear();
  }

  async read(path: string): Promise<Uint8Array> {
    await this.intercept({ method: "read", path });
    return this.#file(path).data.slice();
  }

  async readIfPresent(path: string): Promise<Uint8Array | undefined> {
    await this.intercept({ method: "readIfPresent", path });
    return this.#entries.has(path) ? this.#file(path).data.slice() : undefined;
  }

  async readTail(path: string, bytes: number, from = 0): Promise<Uint8Array> {
    await this.intercept({ method: "readTail", path });
    const data = this.#entries.has(path) ? this.#file(path).data : new Uint8Array();
    return data.slice(Math.max(from, data.length - bytes, 0));
  }

  async readHead(path: string, bytes: number): Promise<Uint8Array> {
    await this.intercept({ method: "readHead", path });
    return this.#file(path).data.slice(0, bytes);
  }

  async *pieces(path: string, { from = 0, to }: PiecesOptions = {}): AsyncGenerator<Uint8Array> {
    await this.intercept({ method: "pieces", path });
    const data = this.#file(path).data.slice(from, to);
    for (let at = 0; at < data.length; at += 256 * 1024) yield data.subarray(at, at + 256 * 1024);
  }

  async sink(path: string, { keep = 0, mode = 0o600 }: SinkOptions = {}): Promise<FileSink> {
    await this.intercept({ method: "sink", path });
    this.#parentOf(path);
    const kept = this.#entries.has(path) ? this.#file(path).data.slice(0, keep) : new Uint8Array();
    this.#add(path, "file", kept);
    const file = this.#file(path);
    file.executable = (mode & 0o111) !== 0;
    this.changes.push(`sink ${path}`);
    return {
      write: async (piece) => {
        file.data = Buffer.concat([file.data, piece]);
      },
      flush: async () => void this.changes.push(`flush ${path}`),
      close: async () => {},
    };
  }

  /** Bytes that are free, as the test says. */
  free: number | undefined;

  async freeBytes(directory: string): Promise<number | undefined> {
    await this.intercept({ method: "freeBytes", path: directory });
    return this.free;
  }

  async write(path: string, data: Uint8Array | string, { durable = true }: WriteOptions = {}): Promise<void> {
    const bytes = bytesOf(data);
    await this.intercept({ method: "write", path });
    this.#parentOf(path);
    if (this.#entries.get(path)?.kind === "directory") throw errno("EISDIR", path);
    this.#add(path, "file", bytes);
    this.changes.push(`write ${path}${durable ? "" : " (not durable)"}`);
  }

  async catchUp(path: string, copy: string): Promise<void> {
    await this.intercept({ method: "catchUp", path });
    const copied = this.#entries.has(copy) ? this.#file(copy).data : new Uint8Array();
    this.#add(copy, "file", Buffer.concat([copied, this.#file(path).data.subarray(copied.length)]));
  }

  /** Whoever intercepts it must not wait. */
  cutOff(path: string, copy: string): number {
    void this.intercept({ method: "cutOff", path });
    const { data } = this.#file(path);
    const end = data.lastIndexOf(0x0a) + 1;
    this.#add(copy, "file", data.slice(0, end));
    this.#file(path).data = data.slice(end);
    this.changes.push(`cutOff ${path}`);
    return end;
  }

  async ensureDirectory(path: string): Promise<void> {
    await this.intercept({ method: "ensureDirectory", path });
    this.#makeDirectories(path);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.intercept({ method: "rename", path: from });
    const entry = this.#entries.get(from);
    if (entry === undefined) throw errno("ENOENT", from);
    this.#parentOf(to);
    if (entry.kind === "file" && this.#entries.get(to)?.kind === "directory") throw errno("EISDIR", to);
    for (const [path, moved] of this.#entries) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.#entries.delete(path);
      this.#entries.set(`${to}${path.slice(from.length)}`, moved);
    }
    this.changes.push(`rename ${from} ${to}`);
  }

  async remove(path: string): Promise<void> {
    await this.intercept({ method: "remove", path });
    const isFull = [...this.#entries.keys()].some((other) => dirname(other) === path && other !== path);
    if (isFull) throw errno("ENOTEMPTY", path);
    if (this.#entries.delete(path)) this.changes.push(`remove ${path}`);
  }

  async list(directory: string): Promise<string[]> {
    await this.intercept({ method: "list", path: directory });
    const entry = this.#entries.get(directory);
    if (entry === undefined) throw errno("ENOENT", directory);
    if (entry.kind !== "directory") throw errno("ENOTDIR", directory);
    return [...this.#entries.keys()]
      .filter((path) => path !== "/" && dirname(path) === directory)
      .map((path) => basename(path));
  }

  async stat(path: string): Promise<FileStat | undefined> {
    await this.intercept({ method: "stat", path });
    const entry = this.#entries.get(path);
    if (entry === undefined) return undefined;
    const { kind, data, inode, modifiedAt, executable } = entry;
    return { kind, size: data.length, inode, modifiedAt, executable };
  }

  /** There are no links here. */
  async realPath(path: string): Promise<string> {
    await this.intercept({ method: "realPath", path });
    return resolve("/", path);
  }

  async lock(path: string, content: string): ReturnType<Files["lock"]> {
    await this.intercept({ method: "lock", path });
    this.#parentOf(path);
    const taken = this.#locks.get(path);
    if (taken !== undefined) return { held: false, holder: taken.holder };
    const own = { holder: content };
    this.#locks.set(path, own);
    this.#add(path, "file", bytesOf(content));
    const isOwn = () => this.#locks.get(path) === own;
    return { held: true, release: () => void (isOwn() && this.#locks.delete(path)) };
  }

  #file(path: string): Entry {
    const entry = this.#entries.get(path);
    if (entry === undefined) throw errno("ENOENT", path);
    if (entry.kind === "directory") throw errno("EISDIR", path);
    return entry;
  }

  #parentOf(path: string): void {
    const parent = this.#entries.get(dirname(path));
    if (parent === undefined) throw errno("ENOENT", path);
    if (parent.kind !== "directory") throw errno("ENOTDIR", path);
  }

  #makeDirectories(path: string): void {
    const entry = this.#entries.get(path);
    if (entry?.kind === "directory") return;
    if (entry !== undefined) throw errno("EEXIST", path);
    this.#makeDirectories(dirname(path));
    this.#add(path, "directory", new Uint8Array());
  }

  #add(path: string, kind: Entry["kind"], data: Uint8Array): void {
    this.#serial += 1;
    this.#entries.set(path, { kind, data, inode: this.#serial, modifiedAt: this.#serial, executable: false });
  }
}

function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === "string" ? new TextEncoder().encode(data) : data.slice();
}
