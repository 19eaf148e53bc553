import { expect, test } from "bun:test";

import {
  codeOfEnding,
  condemns,
  condemnsProgram,
  failureText,
  ignorance,
  verdictText,
} from "../../../../src/supervisor/apply/failure.ts";

test.each([
  ["listen tcp 127.0.0.1:4317: bind: address already in use", "PORT_IN_USE"],
  ["listen tcp 10.9.9.9:4317: bind: cannot assign requested address", "ADDRESS_UNAVAILABLE"],
  ["listen tcp: lookup nowhere.invalid: no such host", "ADDRESS_UNAVAILABLE"],
  ["open /var/x: no space left on device", "DISK_FULL"],
  ["open /etc/shadow: permission denied", "PERMISSION_DENIED"],
  ["failed to load TLS config: open /a.pem: no such file or directory", "FILE_MISSING"],
  ["failed to get config: cannot unmarshal the configuration", "CONFIG_INVALID"],
  ["the moon is full", "COLLECTOR_EXITED"],
  ["", "COLLECTOR_EXITED"],
] as const)("an end with the words %j is %s", (statement, code) => {
  expect(codeOfEnding({ statement, killed: undefined })).toBe(code);
});

test("an end by a signal is somebody else's doing, one for want of memory is told as that", () => {
  expect(codeOfEnding({ statement: "", killed: "outside" })).toBe("COLLECTOR_KILLED");
  expect(codeOfEnding({ statement: "", killed: "memory" })).toBe("OUT_OF_MEMORY");
});

test("what the change cannot have caused does not condemn the configuration", () => {
  const condemned = (["CONFIG_INVALID", "COLLECTOR_EXITED", "OUT_OF_MEMORY", "UNHEALTHY", "TIMEOUT"] as const).map(
    (code) => condemns({ code, phase: "starting", text: "" }),
  );
  expect(condemned).toEqual([true, true, true, true, true]);
  const spared = (
    [
      "PORT_IN_USE",
      "ADDRESS_UNAVAILABLE",
      "DISK_FULL",
      "STORAGE_READ_ONLY",
      "COLLECTOR_KILLED",
      "BACKEND_UNAVAILABLE",
      "EXECUTABLE",
    ] as const
  ).map((code) => condemns({ code, phase: "starting", text: "" }));
  expect(spared).not.toContain(true);
});

test.each(["fatal error: runtime: out of memory", "fatal error: runtime: cannot allocate memory"])(
  "a Collector that ends with %p has got no memory",
  (statement) => expect(codeOfEnding({ killed: undefined, statement })).toBe("OUT_OF_MEMORY"),
);

test("a verdict on what is not to blame says what tries it again, and no other does", () => {
  const told = (code: "PORT_IN_USE" | "TIMEOUT" | "REJECTED") => verdictText({ code, phase: "preflight", text: "why" });
  expect(told("PORT_IN_USE")).toBe(
    "PORT_IN_USE: preflight: why\nThe configuration itself is not to blame: `opampsupervisor retry`, or an offer of it under a new hash, tries it again.",
  );
  expect(told("TIMEOUT")).toBe("TIMEOUT: preflight: why");
  expect(told("REJECTED")).toBe("why");
});

test("a failure is told by its code and text; one that is remembered by what was said then", () => {
  expect(failureText({ code: "TIMEOUT", phase: "starting", text: "too late" })).toBe("TIMEOUT: starting: too late");
  expect(failureText({ code: "REJECTED", phase: "composing", text: "TIMEOUT: starting: too late" })).toBe(
    "TIMEOUT: starting: too late",
  );
});

const unknown = (code: string, blameless?: boolean) =>
  ignorance({ learned: false, code, message: "why", ...(blameless !== undefined && { blameless }) }, "composing");

test.each([
  ["EXITED", false, "EXECUTABLE", true],
  ["NO_OPAMP_EXTENSION", false, "EXECUTABLE", true],
  ["WRONG_ARCHITECTURE", false, "EXECUTABLE", true],
  ["NEVER_CONNECTED", false, "EXECUTABLE", true],
  ["NEVER_CONNECTED", true, "EXECUTABLE", false],
  ["CANNOT_EXECUTE", true, "EXECUTABLE", false],
  ["KILLED", true, "COLLECTOR_KILLED", false],
  ["PACKAGE_LOST", true, "PACKAGE_LOST", false],
  ["PACKAGE_UNREADABLE", true, "PACKAGE_LOST", false],
] as const)(
  "a program of which nothing is learned for %s (blameless: %p) is %s, condemned: %p",
  (of, blameless, code, is) => {
    const failure = unknown(of, blameless);
    expect(failure).toMatchObject({ code, phase: "composing", text: "why" });
    expect(condemnsProgram(failure)).toBe(is);
    expect(condemns(failure)).toBe(false);
  },
);

test("a program is to blame for what a configuration is, once that could be composed", () => {
  expect(condemnsProgram({ code: "TIMEOUT", phase: "starting", text: "" })).toBe(true);
  expect(condemnsProgram({ code: "PORT_IN_USE", phase: "starting", text: "" })).toBe(false);
  expect(condemnsProgram({ code: "CONFIG_INVALID", phase: "composing", text: "" })).toBe(false);
});
