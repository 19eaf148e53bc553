import { createServer } from "node:net";

import { errorCode } from "../error-code.ts";

/** Binds the address for a moment: the errno name of the refusal; `undefined` where the address was free. */
export function bindTcp(host: string, port: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const server = createServer((visitor) => visitor.destroy());
  server.once("error", (error) => resolve(errorCode(error) ?? "EUNKNOWN"));
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  return promise;
}
