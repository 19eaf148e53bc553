/** Exit code of a Go program whose runtime has ended it: by a signal, and by a panic. */
export const goRuntimeExitCode = 2;

/** What the Go runtime has written when it ended a program. */
export interface GoDump {
  /** `panic: assignment to entry in nil map`, `fatal error: all goroutines are asleep - deadlock!`, `SIGQUIT: quit`. */
  headline: string;
  /**
   * The signal from outside that it ends by. The head has `sigcode=0` (SI_USER) where somebody has sent it; SIGQUIT comes from a
   * terminal too, and from nothing else.
   */
  signal: string | undefined;
  /** From the headline on: what tells most stands first, and the goroutines that follow may be many. */
  text: string;
}

/** The dump at the end of what a program has written; `undefined` where it has left none. */
export function readGoDump(output: string): GoDump | undefined {
  const head = [...output.matchAll(/^(?:panic: |fatal error: |SIG[A-Z]+: ).*$/gm)].at(-1);
  const text = head && output.slice(head.index);
  if (head === undefined || text === undefined || !/^(?:goroutine \d+ |runtime stack:)/m.test(text)) return undefined;
  const [, signal, code] = /^(SIG[A-Z]+): .*\r?\nPC=\S+ m=\S+ sigcode=(-?\d+)\b/.exec(text) ?? [];
  const isSent = code === "0" || (signal === "SIGQUIT" && code !== undefined);
  return { headline: head[0].trim().slice(0, longestHeadline), signal: isSent ? signal : undefined, text };
}

/** A panic may show any value, characters. */
const longestHeadline = 1_000;
