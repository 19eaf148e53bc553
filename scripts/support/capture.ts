import { root } from "./root.ts";

/** What a finished command left. */
export interface Captured {
  code: number;
  /** Without the white space at its end. */
  stdout: string;
  /** Standard output, then standard error. */
  output: string;
}

export interface CaptureOptions {
  /** Default: the project's root. */
  directory?: string;
  /** Added to this process's environment. */
  env?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** Runs a command to its end. Throws where it cannot be executed. */
export async function capture(command: readonly string[], options: CaptureOptions = {}): Promise<Captured> {
  const child = Bun.spawn([...command], {
    cwd: options.directory ?? root,
    env: { ...process.env, ...options.env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const [code, stdout, stderr] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
  const output = [stdout, stderr].map((text) => text.trim()).filter((text) => text !== "");
  return { code, stdout: stdout.trimEnd(), output: output.join("\n") };
}
