import { describe, expect, test } from "bun:test";
import { join } from "node:path";

import { collectorVariables } from "../../../src/collector/environment.ts";
import { createHost } from "../../../src/runtime/shared/host.ts";
import { openServiceManager } from "../../../src/runtime/shared/service-manager.ts";
import { canReceiveDatagrams, DatagramReceiver } from "../../support/datagram-receiver.ts";
import { withEnvironment } from "../../support/environment.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();

describe.skipIf(!canReceiveDatagrams)("what is told arrives as one datagram", () => {
  test.each([
    ["at a path", join(directory, "notify")],
    ["at an abstract address", `@opampsupervisor-test-${process.pid}`],
  ])("%s", async (_, address) => {
    const receiver = await DatagramReceiver.open(address);
    const manager = openServiceManager({ NOTIFY_SOCKET: address });
    expect(await manager?.notify(["READY=1", "STATUS=Collector up, ä"])).toBe(true);
    expect(await manager?.notify(["WATCHDOG=1"])).toBe(true);
    expect(await receiver.next()).toBe("READY=1\nSTATUS=Collector up, ä");
    expect(await receiver.next()).toBe("WATCHDOG=1");
  });

  test.skipIf(Bun.which("systemd-notify") === null)("through systemd-notify where FFI is not to be had", async () => {
    const address = join(directory, "notify-by-program");
    const receiver = await DatagramReceiver.open(address);
    const manager = openServiceManager({ NOTIFY_SOCKET: address }, () => undefined);
    expect(await manager?.notify(["READY=1", "STATUS=Collector up"])).toBe(true);
    expect((await receiver.next()).split("\n")).toEqual(expect.arrayContaining(["READY=1", "STATUS=Collector up"]));
  });
});

test("where nobody listens, it is told so", async () => {
  const manager = openServiceManager({ NOTIFY_SOCKET: join(directory, "nobody") });
  expect(await manager?.notify(["READY=1"])).toBe(false);
});

test("without the variable there is no manager", () => {
  expect(openServiceManager({})).toBeUndefined();
  expect(openServiceManager({ NOTIFY_SOCKET: "" })).toBeUndefined();
});

describe("the watchdog", () => {
  test.each([
    [{ WATCHDOG_USEC: "30000000" }, 30_000],
    [{ WATCHDOG_USEC: "30000000", WATCHDOG_PID: String(process.pid) }, 30_000],
    [{ WATCHDOG_USEC: "30000000", WATCHDOG_PID: "1" }, undefined],
    [{ WATCHDOG_USEC: "soon" }, undefined],
    [{ WATCHDOG_USEC: "0" }, undefined],
    [{}, undefined],
  ])("of %j wants a sign within %p ms", (env, expected) => {
    expect(openServiceManager({ NOTIFY_SOCKET: "/run/x", ...env })?.watchdogMs).toBe(expected);
  });
});

test("the Collector does not inherit what is between the manager and this process", async () => {
  await withEnvironment({ NOTIFY_SOCKET: "/run/x", WATCHDOG_USEC: "1", WATCHDOG_PID: "1", OTHER: "1" }, async () => {
    const env = collectorVariables({ inherited: createHost().env, configured: {} });
    expect(env).toMatchObject({ OTHER: "1" });
    for (const name of ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]) expect(env).not.toHaveProperty(name);
  });
});
