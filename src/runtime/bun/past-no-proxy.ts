/**
 * Starts a connection while `NO_PROXY` is out of sight: whether a proxy is used is decided by the caller, but Bun would
 * pass over the proxy that it was given. It looks at the variable before this returns.
 */
export function pastNoProxy<Value>(start: () => Value): Value {
  const hidden = Object.entries(process.env).filter(([name]) => name.toUpperCase() === "NO_PROXY");
  for (const [name] of hidden) delete process.env[name];
  try {
    return start();
  } finally {
    for (const [name, value] of hidden) process.env[name] = value;
  }
}
