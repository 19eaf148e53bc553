import { constants, openSync, readSync, writeSync } from "node:fs";

import { dlopen, ptr } from "#runtime/ffi.ts";

import type { Account } from "../process-ports.ts";
import { answersTo, takeOn } from "./take-on.ts";
import { type BecomeOrder, type Order, orderDescriptor } from "./trampoline-protocol.ts";

const PR_SET_PDEATHSIG = 1;
const PR_CAP_AMBIENT = 47;
const PR_CAP_AMBIENT_CLEAR_ALL = 4n;
const SIGHUP = 1;
const SIGPIPE = 13;
const SIGTERM = 15;
const SIGCONT = 18;
const SIGXFSZ = 25;
const SIG_SETMASK = 2;
/** Addresses that `signal` takes in place of a handler's. */
const SIG_DFL = 0n;
const SIG_IGN = 1n;
const FD_CLOEXEC = 1n;
const F_DUPFD = 0;
const F_SETFD = 2;
const F_SETFL = 4;
const F_SETOWN = 8;
const F_SETSIG = 10;
const O_ASYNC_NONBLOCK = 0o20000 | 0o4000;

const lineFeed = 10;

/** The lease's second descriptor: shells leave alone what is above those that their scripts can name. */
const leaseDescriptor = 10;

/** A second opening of the lease, which lets go a group that the supervisor was holding still when it died. */
const releaseDescriptor = 11;

/**
 * Ties itself to the supervisor with pid `args[0]`, waits for its order and becomes the program that it names. What
 * takes time, the start of this executable, so lies before the order; a supervisor that is gone by then ends it too.
 *
 * Where the order names another user, it is tied once more after the change: the kernel drops the parent-death signal
 * then, and a lease ends only what the user who has set it may signal.
 *
 * Linux ends the new program when the supervisor dies, in two ways at once: by the parent-death signal, and by a
 * lease on descriptor 0, the read end of a pipe that only the supervisor can write to. When its last writer is gone,
 * the kernel sends SIGTERM to the whole process group, which also reaches the children of a wrapper script and
 * programs with file capabilities, for which the parent-death signal is cleared.
 *
 * SIGHUP is left ignored: a Collector that is told to reload before it listens for that would be ended by it. A program
 * that asks for the signal gets it all the same (in Go by `signal.Notify`), and shells leave an ignored one ignored, so
 * the signal may go to the whole group. Without FFI it keeps its default, which ends the program: who reloads has to wait
 * for `Child.handlesHangup`, in any case.
 *
 * The lease lasts as long as somebody holds the read end. A shell gives its background children another standard
 * input, and may be ended by the parent-death signal before the pipe is closed: hence the second descriptor, which
 * they inherit too.
 */
export function runTrampoline(args: readonly string[]): never {
  const libc = openTieCalls();
  const bind = () => libc && tie(libc, Number(args[0]));
  const change = (account: Account) => {
    libc?.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0n, 0n, 0n);
    takeOn(account);
    bind();
  };
  bind();
  rehearse();
  const order = readOrder();
  try {
    if ("wishes" in order) {
      change(order.account);
      writeSync(orderDescriptor, JSON.stringify(answersTo(order.wishes)));
      process.exit(0);
    }
    if (libc !== undefined && order.outputFile !== undefined) redirect(libc, order.outputFile);
    const release = openRelease();
    if (order.account !== undefined) change(order.account);
    if (libc !== undefined) become(libc, order, release);
    if (process.execve === undefined) throw Object.assign(new Error("no execve"), { code: "ENOSYS" });
    process.execve(order.executable, [order.executable, ...order.args], order.env);
  } catch (error) {
    writeSync(orderDescriptor, error instanceof Error && "code" in error ? String(error.code) : "EUNKNOWN");
  }
  process.exit(127);
}

/** Code is slow when it runs for the first time: better now than when the Collector is down. */
function rehearse(): void {
  const order: BecomeOrder = { executable: "", args: [], env: { ...process.env, PATH: process.env["PATH"] ?? "" } };
  parseOrder(JSON.stringify(order));
  commandOf(order);
}

/** Its writer is the supervisor alone: an end before the line's end is the end of the supervisor, or a change of its mind. */
function readOrder(): Order {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(64 * 1024);
  while (chunks.at(-1)?.at(-1) !== lineFeed) {
    const length = readSync(orderDescriptor, chunk);
    if (length === 0) process.exit(1);
    chunks.push(Buffer.from(chunk.subarray(0, length)));
  }
  return parseOrder(Buffer.concat(chunks).toString());
}

function parseOrder(line: string): Order {
  const order: unknown = JSON.parse(line);
  if (!isOrder(order)) throw new TypeError("not an order");
  return order;
}

function isOrder(value: unknown): value is Order {
  if (typeof value !== "object" || value === null) return false;
  return "wishes" in value ? "account" in value : "executable" in value && "args" in value && "env" in value;
}

function tie(libc: TieCalls, parent: number): void {
  libc.prctl(PR_SET_PDEATHSIG, BigInt(SIGTERM), 0n, 0n, 0n);
  if (libc.getppid() !== parent) process.exit(1);
  announceEnd(libc, 0, SIGTERM);
  libc.fcntl(0, F_SETFD, 0n);
  libc.signal(SIGHUP, SIG_IGN);
  libc.signal(SIGPIPE, SIG_DFL);
  libc.signal(SIGXFSZ, SIG_DFL);
  libc.sigprocmask(SIG_SETMASK, new Uint8Array(128), null);
}

/** Before the change of user, who could not open the file. */
function redirect(libc: TieCalls, outputFile: string): void {
  const output = openSync(outputFile, "a", 0o600);
  for (const standard of [1, 2]) libc.dup2(output, standard);
}

/**
 * The runtime's own `execve` closes all descriptors above 2, and Node has its standard streams closed too. Returns where the system refuses; the runtime's, which is
 * tried next, then knows the reason.
 */
function become(libc: TieCalls, order: BecomeOrder, release: number | undefined): void {
  libc.fcntl(orderDescriptor, F_SETFD, FD_CLOEXEC);
  for (const standard of [1, 2]) libc.fcntl(standard, F_SETFD, 0n);
  libc.fcntl(0, F_DUPFD, BigInt(leaseDescriptor));
  if (release !== undefined) {
    announceEnd(libc, release, SIGCONT);
    libc.fcntl(release, F_DUPFD, BigInt(releaseDescriptor));
  }
  const { path, argv, envp } = commandOf(order);
  libc.execve(ptr(path), ptr(argv.pointers), ptr(envp.pointers));
}

/**
 * A process that stands still (`Child.holdStill`) hears SIGTERM only when it goes on, and the kernel lets go nobody in a
 * session of its own. One opening of a pipe can ask for one signal: SIGCONT takes another one, made before a change of
 * user, who could not open it. Without `/proc` there is none; the next start then ends what stands still.
 */
function openRelease(): number | undefined {
  try {
    return openSync("/proc/self/fd/0", constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}

/** Has the kernel send `signal` to this process group when nobody can write to the pipe at `descriptor` any more. */
function announceEnd(libc: TieCalls, descriptor: number, signal: number): void {
  libc.fcntl(descriptor, F_SETOWN, BigInt(-process.pid));
  libc.fcntl(descriptor, F_SETSIG, BigInt(signal));
  libc.fcntl(descriptor, F_SETFL, BigInt(O_ASYNC_NONBLOCK));
}

function commandOf({ executable, args, env }: BecomeOrder) {
  const environment = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return { path: textOf(executable), argv: vectorOf([executable, ...args]), envp: vectorOf(environment) };
}

function textOf(text: string): Uint8Array {
  return Buffer.from(`${text}\0`);
}

/** Texts as C has them. They stay in memory as long as the result does. */
function vectorOf(texts: readonly string[]): { pointers: BigUint64Array; texts: Uint8Array[] } {
  const kept = texts.map(textOf);
  return { pointers: BigUint64Array.from([...kept.map((text) => BigInt(ptr(text))), 0n]), texts: kept };
}

type TieCalls = NonNullable<ReturnType<typeof openTieCalls>>;

function openTieCalls() {
  try {
    return dlopen("libc.so.6", {
      prctl: { args: ["i32", "u64", "u64", "u64", "u64"], returns: "i32" },
      getppid: { args: [], returns: "i32" },
      fcntl: { args: ["i32", "i32", "i64"], returns: "i32" },
      dup2: { args: ["i32", "i32"], returns: "i32" },
      signal: { args: ["i32", "usize"], returns: "usize" },
      sigprocmask: { args: ["i32", "ptr", "ptr"], returns: "i32" },
      execve: { args: ["ptr", "ptr", "ptr"], returns: "i32" },
    }).symbols;
  } catch {
    return undefined;
  }
}
