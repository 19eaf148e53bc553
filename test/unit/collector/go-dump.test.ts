import { expect, test } from "bun:test";

import { readGoDump } from "../../../src/collector/go-dump.ts";

const dump = (head: string) => `2026-11-26T18:44:07.870Z\tinfo\tEverything is ready.
${head}

goroutine 0 gp=0x2c60560 m=0 mp=0x2c61920 [idle]:
runtime.futex(0x2c61a78, 0x80, 0x0, 0x0, 0x0, 0x0)
rax    0xca
gs     0x0
`;

test.each([
  ["SIGQUIT: quit\nPC=0x493b21 m=0 sigcode=0", "SIGQUIT"],
  ["SIGQUIT: quit\nPC=0x493b21 m=0 sigcode=128", "SIGQUIT"],
  ["SIGABRT: abort\nPC=0x493b21 m=0 sigcode=0", "SIGABRT"],
  ["SIGSEGV: segmentation violation\r\nPC=0x493b21 m=0 sigcode=0 addr=0xf90", "SIGSEGV"],
])("%j was sent by somebody", (head, signal) => {
  expect(readGoDump(dump(head))?.signal).toBe(signal);
});

test.each([
  ["the program's own abort", "SIGABRT: abort\nPC=0x493b21 m=0 sigcode=18446744073709551610"],
  ["a fault", "SIGSEGV: segmentation violation\nPC=0x493b21 m=0 sigcode=1 addr=0x0"],
  [
    "a panic",
    "panic: runtime error: invalid memory address\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x1]",
  ],
  ["a line of a log that quotes one", 'info\t{"body": "SIGQUIT: quit\\nPC=0x1 m=0 sigcode=0"}'],
  ["nothing of the kind", ""],
])("%s was not", (_, head) => {
  expect(readGoDump(dump(head))?.signal).toBeUndefined();
});

test.each([
  "panic: runtime error: invalid memory address or nil pointer dereference",
  "fatal error: all goroutines are asleep - deadlock!",
  "SIGABRT: abort",
])("%s heads a dump, which is shown from there on", (headline) => {
  const read = readGoDump(`panic: this is what somebody has logged\n${dump(headline)}`);
  expect(read?.headline).toBe(headline);
  expect(read?.text).toStartWith(`${headline}\n\ngoroutine 0 `);
});

test("a line that looks like a headline and no goroutine after it is no dump", () => {
  expect(readGoDump("panic: somebody has logged that\nError: bad\n")).toBeUndefined();
});
