export interface InTerminalOptions {
  directory: string;
  env?: Readonly<Record<string, string>>;
  /** Typed at once; a program that reads later finds it there. Default: nothing. */
  keys?: string;
}

/** Runs a program in a pseudo-terminal and returns all that it shows there, control characters too. */
export async function inTerminal(command: readonly string[], options: InTerminalOptions): Promise<string> {
  const { directory, env = {}, keys = "" } = options;
  let shown = "";
  const child = Bun.spawn([...command], {
    cwd: directory,
    env: { PATH: process.env["PATH"] ?? "", HOME: directory, TERM: "xterm", ...env },
    terminal: { cols: 200, rows: 50, data: (_, bytes) => void (shown += new TextDecoder().decode(bytes)) },
  });
  if (keys !== "") child.terminal?.write(keys);
  await child.exited;
  return shown;
}
