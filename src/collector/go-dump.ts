/** Exit code of a Go program whose runtime has ended it: by a signal, and by a panic. */
export const goRuntimeExitCode = 2;

/**
 * The signal from outside that ended a Go program: the runtime catches those that ask for a dump, prints it, and exits as after
 * a panic. Its head has `sigcode=0` (SI_USER) where somebody has sent it; SIGQUIT comes from a terminal too, and from nothing
 * else. `undefined` where there is no such head in the output.
 */
export function signalBehindDump(output: string): string | undefined {
  const heads = [...output.matchAll(/^(SIG[A-Z]+): .*\r?\nPC=\S+ m=\S+ sigcode=(-?\d+)\b/gm)];
  const [, signal, code] = heads.at(-1) ?? [];
  return code === "0" || signal === "SIGQUIT" ? signal : undefined;
}
