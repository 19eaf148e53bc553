import { loadConfig, type LoadOptions, type LoadResult } from "../../src/config/load.ts";
import { type Problem, problemText } from "../../src/config/problem.ts";
import type { SupervisorConfig } from "../../src/config/types.ts";
import { MemoryFiles } from "./memory-files.ts";

export interface LoadTextOptions {
  env?: Readonly<Record<string, string>>;
  /** Default `linux`. */
  os?: LoadOptions["os"];
  /** Beside `supervisor.yaml`, by path. */
  files?: Readonly<Record<string, string | Uint8Array>>;
}

/** Loads `text` as `/supervisor.yaml`. */
export function loadText(text: string | Uint8Array, options: LoadTextOptions = {}): Promise<LoadResult> {
  const files = new MemoryFiles();
  files.put("/supervisor.yaml", text);
  for (const [path, content] of Object.entries(options.files ?? {})) files.put(path, content);
  return loadConfig({ path: "/supervisor.yaml", files, env: options.env ?? {}, os: options.os ?? "linux" });
}

/** The configuration in `text`; throws its problems. */
export async function configOf(text: string, options?: LoadTextOptions): Promise<SupervisorConfig> {
  const result = await loadText(text, options);
  if (result.ok) return result.config;
  throw new Error(result.problems.map(problemText).join("\n"));
}

export async function problemsOf(text: string | Uint8Array, options?: LoadTextOptions): Promise<Problem[]> {
  const result = await loadText(text, options);
  return result.ok ? [] : result.problems;
}

/** The problems of `text` as they are printed, without the name of the file and the code. */
export async function linesOf(text: string | Uint8Array, options?: LoadTextOptions): Promise<string[]> {
  const problems = await problemsOf(text, options);
  return problems.map((problem) => problemText(problem).replace("/supervisor.yaml:", ""));
}

/** What every configuration needs, on two lines. */
export const minimal = "server: { endpoint: ws://127.0.0.1:4320/v1/opamp }\nagent: { executable: /otelcol }\n";

/** A configuration whose connection is authenticated by `auth`; `extensions` is YAML in one line. */
export function withAuth(auth: string, extensions: string): string {
  return [
    `server: { endpoint: wss://h, auth: ${auth} }`,
    "agent: { executable: /x }",
    `extensions: ${extensions}`,
    "",
  ].join("\n");
}

/** The warnings of `text`, without the name of the file; throws its problems. */
export async function warningsOf(text: string): Promise<string[]> {
  const result = await loadText(text);
  if (result.ok) return result.warnings.map((line) => line.replace("/supervisor.yaml:", ""));
  throw new Error(result.problems.map(problemText).join("\n"));
}
