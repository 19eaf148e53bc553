import { expect, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { join } from "node:path";

import { openChildPipe, openChildPipes } from "../../../../src/runtime/os/windows/windows-output.ts";
import { scratchDirectory } from "../../../support/scratch.ts";

function pipe() {
  const path = join(scratchDirectory(), "pipe");
  let writer: Socket | undefined;
  const open = openChildPipe((at) => {
    writer = connect(at);
    return 9n;
  }, path);
  return { open, writer: () => writer };
}

test("what a child writes is taken piece by piece, one after the other, until its end", async () => {
  const { open, writer } = pipe();
  const opened = await open;
  expect(opened.writeEnd).toBe(9n);
  const taken: string[] = [];
  const over = Promise.withResolvers<void>();
  let busy = 0;
  opened.pass("stderr", {
    take: async (stream, piece) => {
      busy += 1;
      expect(busy).toBe(1);
      await Bun.sleep(1);
      taken.push(stream, Buffer.from(piece).toString());
      busy -= 1;
    },
    end: () => over.resolve(),
  });
  writer()?.end("some text");
  await over.promise;
  expect(taken.filter((one) => one !== "stderr").join("")).toBe("some text");
});

test("a pipe of a child that was not started is closed", async () => {
  const { open, writer } = pipe();
  const opened = await open;
  const closed = new Promise((resolve) => writer()?.on("close", resolve));
  opened.discard();
  await closed;
});

test("where the second pipe of a child cannot be had, the first is closed", async () => {
  const { open, writer } = pipe();
  const first = await open;
  const over = new Promise((resolve) => writer()?.on("close", resolve));
  const refusal = new Error("no more of them");
  const closed: bigint[] = [];
  let asked = 0;
  const opening = openChildPipes(
    () => ((asked += 1) === 1 ? Promise.resolve(first) : Promise.reject(refusal)),
    (handle) => void closed.push(handle),
  );
  await expect(opening).rejects.toBe(refusal);
  expect(closed).toEqual([9n]);
  await over;
});

test("what cannot be opened is told", async () => {
  const refusal = Object.assign(new Error("EACCES"), { code: "EACCES" });
  const opening = openChildPipe(
    () => {
      throw refusal;
    },
    join(scratchDirectory(), "pipe"),
  );
  await expect(opening).rejects.toBe(refusal);
});
