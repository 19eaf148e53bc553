import { expect, test } from "bun:test";

import { directoryList, fileList, pipeList } from "../../../../src/runtime/os/windows/access-list.ts";
import { makePrivateDirectories } from "../../../../src/runtime/os/windows/private-directories.ts";

const data = String.raw`C:\ProgramData`;

function making(there: readonly string[], refusal?: string) {
  const made: string[] = [];
  const makePrivateDirectory = (path: string) => {
    made.push(path);
    if (refusal !== undefined) throw Object.assign(new Error(refusal), { code: refusal });
  };
  const make = (path: string) =>
    makePrivateDirectories(
      path,
      (one) => there.includes(one),
      () => ({ makePrivateDirectory }),
    );
  return { make, made };
}

test("what is missing is made from the top down, what is there is left alone", () => {
  const { make, made } = making(["C:\\", data]);
  make(`${data}\\Otelcol\\Supervisor`);
  expect(made).toEqual([`${data}\\Otelcol`, `${data}\\Otelcol\\Supervisor`]);
  make(data);
  expect(made).toHaveLength(2);
});

test("one that another process has made meanwhile is no failure, any other refusal is", () => {
  making([data], "EEXIST").make(`${data}\\x`);
  expect(() => making([data], "EACCES").make(`${data}\\x`)).toThrow("EACCES");
});

test("where FFI is forbidden nothing is made", () => {
  makePrivateDirectories(
    `${data}\\x`,
    (one) => one === data,
    () => {
      throw new Error("no FFI");
    },
  );
});

test("lists name the system, administrators and one account, inherit nothing, and of pipes shut the network out", () => {
  const own = "S-1-5-21-1-2-3-1001";
  expect(directoryList(own)).toBe(`D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;${own})`);
  expect(fileList(own)).toBe(`D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;${own})`);
  expect(pipeList(own)).toBe(`D:P(D;;FA;;;NU)(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;${own})`);
});
