import { expect, test } from "bun:test";
import { open } from "node:fs/promises";
import { join } from "node:path";

import { verify } from "../../../src/packages/trust/verify.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { realProcesses } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const files = createFiles({ libc: undefined });
const pem = "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n";

test.skipIf(process.platform === "win32")(
  "a task that nobody waits for any more is ended, whatever it does",
  async () => {
    const path = join(scratchDirectory(), "pipe");
    expect(Bun.spawnSync(["mkfifo", path]).success).toBe(true);
    const stop = new AbortController();
    const request = { path, sha256: new Uint8Array(32), signature: Buffer.from("x") };
    const verifier = { type: "key" as const, publicKeys: [{ pem }], threshold: 1 };
    const verdict = verify(request, verifier, { files, processes: realProcesses, signal: stop.signal });
    // It can be opened for writing once the task reads from it, which it does for ever.
    const writer = await open(path, "w");
    stop.abort(new Error("enough"));
    expect(verdict).rejects.toThrow("enough");
    await verdict.catch(() => {});
    expect(writer.write("x")).rejects.toMatchObject({ code: "EPIPE" });
    await writer.close();
  },
);

test("a task that is given up before it begins is not begun", async () => {
  expect(realProcesses.compute("judgeSignature", {}, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
});
