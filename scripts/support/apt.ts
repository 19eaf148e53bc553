import { capture } from "./capture.ts";

export type AptOutcome = { done: true } | { done: false; reason: string };

/** Installs a Debian package where this is root and apt-get is there. */
export async function aptInstall(name: string, say: (line: string) => void = () => {}): Promise<AptOutcome> {
  if (process.getuid?.() !== 0 || Bun.which("apt-get") === null) {
    return { done: false, reason: "not root on a system with apt-get, so it is not installed" };
  }
  say(`installing the Debian package ${name}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const install = ["apt-get", "install", "-y", "--no-install-recommends", name];
  if ((await capture(install, { env })).code === 0) return { done: true };
  await capture(["apt-get", "update"], { env });
  const { code, output } = await capture(install, { env });
  return code === 0 ? { done: true } : { done: false, reason: `apt-get install ${name} failed: ${lastLine(output)}` };
}

function lastLine(text: string): string {
  return text.split("\n").at(-1) ?? "";
}
