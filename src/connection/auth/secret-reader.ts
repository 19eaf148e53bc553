import type { SecretSource } from "../../config/auth-types.ts";
import { systemErrorText } from "../../config/read-text.ts";
import type { Files } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import type { HiddenValues } from "./hidden-values.ts";

/** Bytes; no credential is longer, and `/dev/zero` has no end. */
const longestFile = 64 * 1024;

export interface SecretReaderOptions {
  files: Pick<Files, "readHead">;
  hidden: HiddenValues;
  log: Log;
}

export type SecretReading<Value> = { read: true; value: Value } | { read: false; reason: string };

/** What is made of a text, or what is wrong with it, in words that hold nothing of it. */
export type Parse<Value> = (text: string) => { value: Value } | { fault: string };

interface Known {
  text: string;
  complaint: string;
}

/**
 * Values of an extension. Files are read anew each time; what one held last stays in use while it is missing, empty or
 * wrong, as happens while it is being exchanged, and that is told once.
 */
export class SecretReader {
  readonly #options: SecretReaderOptions;
  readonly #files = new Map<string, Known>();

  constructor(options: SecretReaderOptions) {
    this.#options = options;
  }

  /** `secret`: whether the value must be hidden; all but names are. Default: yes. */
  async read<Value>(source: SecretSource, parse: Parse<Value>, secret = true): Promise<SecretReading<Value>> {
    if ("text" in source) return this.#parsed(source.text, parse, secret);
    const { file } = source;
    const fresh = await this.#text(file);
    const reading = fresh.read ? this.#parsed(fresh.value, parse, secret) : fresh;
    const known = this.#files.get(file);
    if (fresh.read && reading.read) {
      const changed = known !== undefined && known.text !== fresh.value;
      if (changed) this.#options.log.info("A file with credentials has changed; what it holds now is used", { file });
      this.#files.set(file, { text: fresh.value, complaint: "" });
      return reading;
    }
    const reason = `${file}: ${reading.read ? "" : reading.reason}`;
    if (known === undefined) return { read: false, reason };
    if (known.complaint !== reason) {
      known.complaint = reason;
      this.#options.log.error("A file with credentials cannot be used; what it held last stays in use", { reason });
    }
    return this.#parsed(known.text, parse, secret);
  }

  #parsed<Value>(text: string, parse: Parse<Value>, secret: boolean): SecretReading<Value> {
    const parsed = parse(text);
    if ("fault" in parsed) return { read: false, reason: parsed.fault };
    if (secret) this.#options.hidden.add(text.trim());
    return { read: true, value: parsed.value };
  }

  async #text(file: string): Promise<SecretReading<string>> {
    try {
      const bytes = await this.#options.files.readHead(file, longestFile + 1);
      if (bytes.length > longestFile) return { read: false, reason: `has more than ${longestFile} bytes` };
      return { read: true, value: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
    } catch (error) {
      return { read: false, reason: error instanceof TypeError ? "is not text in UTF-8" : systemErrorText(error) };
    }
  }
}
