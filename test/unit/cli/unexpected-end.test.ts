import { expect, test } from "bun:test";

import { unexpectedEnd } from "../../../src/cli/unexpected-end.ts";
import { StorageError } from "../../../src/storage/storage-error.ts";

test("what has no code of its own ends with UNEXPECTED", () => {
  const end = unexpectedEnd(new TypeError("boom"));
  expect(end).toMatchObject({ ended: "failed", code: "UNEXPECTED", message: expect.stringContaining("boom") });
});

test("what the storage could not do ends with the system's code, and what to do", () => {
  const end = unexpectedEnd(new StorageError({ action: "write", path: "/x", code: "ENOSPC" }));
  const message = "cannot write /x: ENOSPC; the disk is full; free some space";
  expect(end).toEqual({ ended: "failed", code: "ENOSPC", message });
});
