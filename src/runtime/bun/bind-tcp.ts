import { errorCode } from "../error-code.ts";

/**
 * Binds the address for a moment: the errno name of the refusal; `undefined` where the address was free. `node:net` would bring more
 * than a megabyte.
 */
export async function bindTcp(hostname: string, port: number): Promise<string | undefined> {
  try {
    const listener = Bun.listen({
      hostname,
      port,
      exclusive: true,
      socket: { open: (visitor) => void visitor.end(), data() {} },
    });
    listener.stop(true);
    return undefined;
  } catch (error) {
    return errorCode(error) ?? "EUNKNOWN";
  }
}
