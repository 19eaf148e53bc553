import { expect, onTestFinished, test } from "bun:test";

import { fixture } from "../../support/project.ts";

const isRoot = process.platform === "linux" && process.getuid?.() === 0;

test.skipIf(!isRoot)(
  "the first process of a container clears away orphans and still hears how its own children end",
  async () => {
    const namespace = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];
    const first = Bun.spawn([...namespace, process.execPath, fixture("first-process.ts")], { stdout: "pipe" });
    onTestFinished(() => first.kill("SIGKILL"));
    expect(await first.stdout.text()).toBe("1 0,1,2,3,4,5,6,7,8,9,10,11\n");
    expect(await first.exited).toBe(0);
  },
);
