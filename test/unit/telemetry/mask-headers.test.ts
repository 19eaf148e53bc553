import { expect, test } from "bun:test";

import { maskHeaders } from "../../../src/telemetry/mask-headers.ts";

test("maskHeaders() keeps the names and no part of a value", () => {
  expect(maskHeaders({ Authorization: "Secret abc", "X-Key": "k" })).toEqual(["Authorization: ****", "X-Key: ****"]);
  expect(
    maskHeaders([
      ["Cookie", "a"],
      ["Cookie", "b"],
    ]),
  ).toEqual(["Cookie: ****", "Cookie: ****"]);
});
