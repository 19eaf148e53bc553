import type { IncomingBody } from "../runtime/network-ports.ts";
import { askForFile } from "./ask-for-file.ts";
import { decodePart } from "./decode-part.ts";
import type { DownloadFailure, DownloadOptions, DownloadRequest } from "./download-types.ts";
import { type AnswerVerdict, judgeAnswer } from "./judge-answer.ts";
import { mayPass } from "./may-pass.ts";
import type { PartialFile } from "./partial-file.ts";
import type { Progress } from "./progress.ts";
import { StallWatch } from "./stall-watch.ts";
import { type BodyEnd, lacksSpace, takeBody } from "./take-body.ts";

export interface AttemptOptions {
  request: DownloadRequest;
  options: DownloadOptions;
  part: PartialFile;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * `again`: another attempt may succeed; `soon`: the next one is another request, which need not wait; `away`: the server is away or in
 * trouble, and said nothing of the file.
 */
export type AttemptEnd = { kind: "fetched"; size: number } | Again | DownloadFailure;

export interface Again {
  kind: "again";
  code: string;
  message: string;
  retryAfterMs?: number | undefined;
  soon?: boolean;
  away?: boolean;
}

const defaultStallMs = 30_000;

/** Attempts at one file, one connection each. */
export class Attempt {
  readonly #context: AttemptOptions;
  /** The server has said something of ranges that cannot be: it is asked for none any more. */
  #noRanges = false;

  constructor(context: AttemptOptions) {
    this.#context = context;
  }

  async run(): Promise<AttemptEnd> {
    const { part, options, signal } = this.#context;
    // A process that was ended between the last byte and the rename has left all of it.
    if (part.have > 0 && part.have === part.record?.size) return this.#finish(false);
    const { stallMs = defaultStallMs, clock } = options;
    const stalled = new AbortController();
    const watch = new StallWatch(clock, stallMs, () => stalled.abort());
    try {
      const end = await this.#connect(watch, AbortSignal.any([signal, stalled.signal]));
      if (end.kind !== "again") return end;
      signal.throwIfAborted();
      return stalled.signal.aborted ? stall(stallMs) : end;
    } catch (error) {
      signal.throwIfAborted();
      if (stalled.signal.aborted) return stall(stallMs);
      throw error;
    } finally {
      watch.stop();
    }
  }

  async #connect(watch: StallWatch, signal: AbortSignal): Promise<AttemptEnd> {
    const { part, request, options } = this.#context;
    const from = this.#noRanges ? 0 : part.have;
    const asked = await watch.during(askForFile({ request, options, part, from, signal }));
    const { host } = asked;
    if (asked.kind === "refused") {
      const { code, passing } = asked;
      const message = `the file cannot be fetched from ${host}: ${asked.reason}`;
      return passing
        ? { kind: "again", code, message, away: mayPass(code) }
        : { kind: "failed", code, message, passing };
    }
    const { status, headers, body } = asked.answer;
    const verdict = judgeAnswer({ status, headers, from, record: part.record, now: options.clock.now() });
    try {
      return await this.#follow(verdict, host, { watch, signal, body, hasEnd: hasEnd(headers) });
    } finally {
      body.drop();
    }
  }

  #follow(verdict: AnswerVerdict, host: string, incoming: Incoming): Promise<AttemptEnd> | AttemptEnd {
    const { part } = this.#context;
    switch (verdict.kind) {
      case "refused": {
        const { code, passing, retryAfterMs } = verdict;
        const message = `${host} ${verdict.reason}`;
        const away = code !== "PROTOCOL";
        return passing
          ? { kind: "again", code, message, retryAfterMs, away }
          : { kind: "failed", code, message, passing };
      }
      case "complete":
        return this.#finish(false);
      case "anew":
        return this.#anew(`${verdict.reason} (${host})`);
      case "whole":
        return this.#take(verdict.facts.size, incoming, () => part.begin(verdict.facts));
      case "rest":
        break;
    }
    return this.#take(verdict.size ?? part.record?.size, incoming, () => part.goOn());
  }

  async #take(size: number | undefined, incoming: Incoming, open: () => Promise<void>): Promise<AttemptEnd> {
    const { part, request, options, progress } = this.#context;
    const { into } = request;
    if (size !== undefined && size > options.maxBytes) return await this.#tooLarge(size);
    await open();
    if (await lacksSpace(options.files, into, (size ?? part.have) - part.have)) return await this.#noRoom();
    progress.at(part.have, size);
    const { hasEnd: isCertain, ...rest } = incoming;
    const before = part.have;
    const end = await takeBody({ ...rest, size, part, into, options, progress });
    return await this.#afterBody(end, { size, isCertain, hasCome: part.have > before });
  }

  #afterBody(end: BodyEnd, { size, isCertain, hasCome }: BodyFacts): Promise<AttemptEnd> | AttemptEnd {
    const { host } = new URL(this.#context.request.url);
    switch (end.kind) {
      case "too large":
        return this.#tooLarge(size);
      case "no room":
        return this.#noRoom();
      case "too long":
        return this.#anew(`${host} sends more than it promised`);
      case "lost":
        return {
          kind: "again",
          code: end.code,
          message: `the transfer from ${host} broke off: ${end.reason}`,
          away: !hasCome,
        };
      case "end":
        break;
    }
    if (size === undefined || this.#context.part.have >= size) return this.#finish(!isCertain);
    return { kind: "again", code: "PROTOCOL", message: `${host} sends less than it promised` };
  }

  /**
   * All has come. Where the hash does not hold, and it is not certain that all came of one piece of the one content (parts of several
   * connections; an end that may be a break), all is to come anew; else nothing else can be expected.
   */
  async #finish(endIsUncertain: boolean): Promise<AttemptEnd> {
    const { part, request, options, signal } = this.#context;
    const { into, contentHash } = request;
    const { files, maxBytes } = options;
    const size = part.have;
    if (part.holds()) {
      await part.publish();
      return { kind: "fetched", size };
    }
    const { path, decodedPath } = part;
    const coding = part.record?.coding;
    if (await decodePart({ files, path, into: decodedPath, coding, contentHash, maxBytes, signal })) {
      await part.publish({ decoded: true });
      return { kind: "fetched", size: (await files.stat(into))?.size ?? 0 };
    }
    const isDoubtful = endIsUncertain || part.joined;
    const message = `what ${new URL(request.url).host} sends is not what was offered: its SHA-256 is another than content_hash`;
    if (isDoubtful) return await this.#anew(message, "HASH_MISMATCH");
    await part.discard();
    return { kind: "failed", code: "HASH_MISMATCH", message, passing: false };
  }

  /** What is there is of no use, and ranges are not to be relied on. */
  async #anew(message: string, code = "PROTOCOL"): Promise<AttemptEnd> {
    this.#noRanges = true;
    await this.#context.part.discard();
    return { kind: "again", code, message, soon: true };
  }

  async #tooLarge(size: number | undefined): Promise<AttemptEnd> {
    const { part, options } = this.#context;
    await part.discard();
    const message = `the file has ${size ?? "more"} bytes, and may have ${options.maxBytes}`;
    return { kind: "failed", code: "TOO_LARGE", message, passing: false };
  }

  async #noRoom(): Promise<AttemptEnd> {
    await this.#context.part.discard();
    const message = "there is no room for the file on the disk";
    return { kind: "failed", code: "NO_ROOM", message, passing: true };
  }
}

interface BodyFacts {
  /** Bytes of the whole, where that is known. */
  size: number | undefined;
  /** Whether a break could have been told from the end. */
  isCertain: boolean;
  /** Whether this connection has brought anything, be it new or not. */
  hasCome: boolean;
}

interface Incoming {
  body: IncomingBody;
  /** Whether a break can be told from the end. */
  hasEnd: boolean;
  watch: StallWatch;
  signal: AbortSignal;
}

/** A body without length and chunks ends with its connection, however that comes (RFC 9112, 6.3). */
function hasEnd(headers: Readonly<Record<string, string>>): boolean {
  return headers["content-length"] !== undefined || /\bchunked\b/i.test(headers["transfer-encoding"] ?? "");
}

function stall(stallMs: number): AttemptEnd {
  return { kind: "again", code: "STALLED", message: `nothing came for ${stallMs / 1000} s`, away: true };
}
