import type { SecretKeySource } from "../config/types.ts";
import { describeExit } from "../runtime/describe-exit.ts";
import type { Files, Host } from "../runtime/ports.ts";
import type { Processes } from "../runtime/process-ports.ts";
import { secretKeyLength } from "./secret-box.ts";
import { errnoName } from "./storage-error.ts";

export interface ReadSecretKeyOptions {
  source: SecretKeySource;
  files: Pick<Files, "read">;
  processes: Pick<Processes, "run">;
  host: Pick<Host, "env">;
  /** Aborted: a program that is to give the key is ended, and there is none. Default: it has its whole time. */
  signal?: AbortSignal | undefined;
}

/** `reason` names the source and what is wrong with it; nothing of what it holds. */
export type SecretKeyReading = { read: true; key: Uint8Array } | { read: false; reason: string };

type Text = { text: string } | { fault: string };

/** Milliseconds that a program may take to give the key: it may have to ask a service. */
const commandTimeoutMs = 30_000;

/** Reads the key that stored secrets are encrypted with, from where the operator keeps it: Base64 of 32 bytes. */
export async function readSecretKey(options: ReadSecretKeyOptions): Promise<SecretKeyReading> {
  const { source } = options;
  const where = shownSource(source);
  const got = await textOf(options);
  if ("fault" in got) return { read: false, reason: `${where} ${got.fault}` };
  const key = fromBase64(got.text.trim());
  if (key?.length === secretKeyLength) return { read: true, key };
  const what = key === undefined ? "no Base64" : `Base64 of ${key.length} bytes`;
  return { read: false, reason: `${where} holds ${what}, where Base64 of ${secretKeyLength} bytes is needed` };
}

function shownSource(source: SecretKeySource): string {
  if (source.from === "env") return `the environment variable ${source.name}`;
  return source.from === "file" ? `the file ${source.path}` : `the output of ${source.executable}`;
}

async function textOf({ source, files, processes, host, signal }: ReadSecretKeyOptions): Promise<Text> {
  if (source.from === "env") {
    const text = host.env[source.name] ?? "";
    return text === "" ? { fault: "is not set" } : { text };
  }
  if (source.from === "command") return await outputOf(source, { processes, host, signal });
  return await files.read(source.path).then(
    (data) => ({ text: new TextDecoder().decode(data) }),
    (error: unknown) => ({ fault: `cannot be read: ${errnoName(error)}` }),
  );
}

/** What the program says on its standard error may hold anything: it is not repeated. */
async function outputOf(
  { executable, args }: Extract<SecretKeySource, { from: "command" }>,
  { processes, host, signal }: Pick<ReadSecretKeyOptions, "processes" | "host" | "signal">,
): Promise<Text> {
  const { env } = host;
  const outcome = await processes.run({
    executable,
    args,
    env,
    timeoutMs: commandTimeoutMs,
    ...(signal && { signal }),
  });
  if (!outcome.started) return { fault: `cannot be had: it cannot be started: ${outcome.code}` };
  if (signal?.aborted === true) return { fault: "was not waited for" };
  if (outcome.timedOut) return { fault: `cannot be had: it took longer than ${commandTimeoutMs / 1000} s` };
  const { exit, stdout } = outcome;
  if (exit.kind === "exited" && exit.code === 0) return { text: stdout };
  return { fault: `cannot be had: it ended with ${describeExit(exit)}` };
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return undefined;
  }
}
