/**
 * Where `callee`, which is running now, was called from, as `room/file.ts:line` (the path below `src`; elsewhere the
 * last two parts). The engine applies the source map, so this is right in the minified executable too. Strict code has
 * tail calls: a function that ends with `return callee(…)`, as an arrow without braces does, has left the stack, and
 * its own caller is named instead; for the same reason `callee` must not return what this returns as it is.
 */
export function callerOf(callee: (...args: never[]) => unknown): string | undefined {
  const limit = Error.stackTraceLimit;
  const holder: { stack?: string } = {};
  Error.stackTraceLimit = 1;
  try {
    Error.captureStackTrace(holder, callee);
    return placeOf(holder.stack ?? "");
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Reads the last line of a stack: `    at name (path:line:column)` or `    at path:line:column`. */
export function placeOf(stack: string): string | undefined {
  const frame = stack.slice(stack.lastIndexOf("\n") + 1);
  const parts = /^\s*at (?:.*\()?(?<path>.+?):(?<line>\d+):\d+\)?$/.exec(frame)?.groups;
  if (parts?.["path"] === undefined) return undefined;
  const path = parts["path"].replaceAll("\\", "/");
  const below = /^(?:.*\/)?src\/(?<below>.+)$/.exec(path)?.groups?.["below"];
  return `${below ?? path.split("/").slice(-2).join("/")}:${parts["line"]}`;
}
