import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below the range from which systems choose ports by themselves (Linux: from 32768, elsewhere: from 49152). From there a port
 * that a test does not hold may be given to whatever asks the system for any, while the test expects it to be silent, or its own.
 */
const [lowest, highest] = [20_000, 32_767] as const;

/** Somewhere, as several processes of tests may run at once. */
let next = randomInt(lowest, highest);

/** A port of the loopback address that nobody holds, and that the system gives to nobody. */
export async function freePort(): Promise<number> {
  for (let tried = lowest; tried <= highest; tried += 1) {
    const port = next;
    next = next === highest ? lowest : next + 1;
    if ((await holderOf(port)) === undefined) return port;
  }
  throw new Error(`all ports from ${lowest} to ${highest} are in use`);
}

/** Makes the test fail at once where somebody else holds a port that it cannot choose. */
export async function needPort(port: number): Promise<void> {
  const cause = await holderOf(port);
  if (cause !== undefined) throw new Error(`port ${port} is not free for this test`, { cause });
}

/** What the system says of a port that cannot be had. */
async function holderOf(port: number): Promise<Error | undefined> {
  const { promise, resolve } = Promise.withResolvers<Error | undefined>();
  const server = createServer();
  server.once("error", resolve);
  server.listen(port, "127.0.0.1", () => server.close(() => resolve(undefined)));
  return await promise;
}
