import { dlopen } from "#runtime/ffi.ts";

import type { Kernel } from "./kernel.ts";

const ctrlBreakEvent = 1;

/** Standard input, output and error, as `GetStdHandle` counts them. */
const standardHandles = [-10, -11, -12].map((number) => number >>> 0);

/**
 * Sees to it that this process has a console, without which no ctrl-break reaches a child. A service has none, and the window of what it
 * gets here is hidden. Where output goes stays as it is. Returns whether there is one.
 */
export function ensureConsole(kernel: Kernel, hide: (window: bigint) => void = hideWindow): boolean {
  if (kernel.GetConsoleCP() !== 0) return true;
  const handles = standardHandles.map((number) => kernel.GetStdHandle(number));
  const allocated = kernel.AllocConsole() !== 0;
  standardHandles.forEach((number, index) => kernel.SetStdHandle(number, handles[index] ?? 0n));
  if (!allocated) return false;
  const window = kernel.GetConsoleWindow();
  if (window !== 0n) hide(window);
  return true;
}

function hideWindow(window: bigint): void {
  const hidden = 0;
  dlopen("user32.dll", { ShowWindow: { args: ["u64", "i32"], returns: "i32" } }).symbols.ShowWindow(window, hidden);
}

/**
 * Asks all processes of a group on this process's console to end. Go programs take it for an interrupt, which the Collector
 * answers with its ordered end. `false` where nobody was there.
 */
export function ctrlBreak(group: number, kernel: Pick<Kernel, "GenerateConsoleCtrlEvent">): boolean {
  return kernel.GenerateConsoleCtrlEvent(ctrlBreakEvent, group) !== 0;
}
