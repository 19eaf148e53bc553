import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { machineName, type MachineOptions } from "../../../src/runtime/os/machine-id.ts";
import { createHost } from "../../../src/runtime/shared/host.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const id = "3d1219c7c4c5404aaa1f6d2a48adfda4";
const otherId = "11111111c4c5404aaa1f6d2a48adfda4";

function mount(point: string, type: string, source = "/dev/vda"): string {
  return `27 1 254:0 / ${point} rw,relatime shared:1 - ${type} ${source} rw\n`;
}

const onDisk = { "etc/machine-id": `${id}\n`, "proc/self/mountinfo": mount("/proc", "proc") + mount("/", "ext4") };

/** What a Linux with these files says of itself. */
function linux(files: Readonly<Record<string, string>>, env: MachineOptions["env"] = {}) {
  const root = join(directory, crypto.randomUUID());
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return machineName({ os: "linux", env, root });
}

describe("the name of a machine with Linux", () => {
  test("is the same at each start and another one on another machine, and does not show its id", async () => {
    const name = await linux(onDisk);
    expect(name).toMatch(/^[0-9a-f]{64}$/);
    expect(name).not.toContain(id);
    expect(await linux(onDisk)).toBe(name);
    expect(await linux({ ...onDisk, "etc/machine-id": `${otherId}\n` })).toMatch(/^[0-9a-f]{64}$/);
    expect(await linux({ ...onDisk, "etc/machine-id": `${otherId}\n` })).not.toBe(name);
  });

  test("comes from D-Bus where systemd has none", async () => {
    const { "etc/machine-id": text, ...mounts } = onDisk;
    expect(await linux({ ...mounts, "var/lib/dbus/machine-id": text })).toBe(await linux(onDisk));
  });

  test.each([
    ["there is no id", { "etc/machine-id": "" }],
    ["it was not made yet", { "etc/machine-id": "uninitialized\n" }],
    ["it is all zero", { "etc/machine-id": `${"0".repeat(32)}\n` }],
    ["it is no such id", { "etc/machine-id": `${id}0\n` }],
    ["the mounts are not known", { "proc/self/mountinfo": "" }],
    ["the root is a layer of a container", { "proc/self/mountinfo": mount("/", "overlay", "overlay") }],
    ["the root is in memory", { "proc/self/mountinfo": mount("/", "tmpfs", "tmpfs") }],
    ["a layer covers the disk", { "proc/self/mountinfo": mount("/", "ext4") + mount("/", "overlay") }],
    ["/etc is in memory", { "proc/self/mountinfo": mount("/", "ext4") + mount("/etc", "tmpfs") }],
    ["it could not be stored", { "proc/self/mountinfo": mount("/", "ext4") + mount("/etc/machine-id", "tmpfs") }],
    ["it is the host's", { "proc/self/mountinfo": mount("/", "ext4") + mount("/etc/machine-id", "ext4") }],
    ["Docker made this container", { ".dockerenv": "" }],
    ["Podman made this container", { "run/.containerenv": "" }],
    ["systemd runs in a container", { "run/systemd/container": "lxc\n" }],
  ])("is none where %s", async (_, files) => {
    expect(await linux({ ...onDisk, ...files })).toBeUndefined();
  });

  test.each(["container", "KUBERNETES_SERVICE_HOST"])("is none where the environment has %s", async (variable) => {
    expect(await linux(onDisk, { [variable]: "" })).toBeDefined();
    expect(await linux(onDisk, { [variable]: "oci" })).toBeUndefined();
  });

  test("is there where /etc is a disk of its own, whatever the root is", async () => {
    const mounts = mount("/", "overlay") + mount("/etc", "ext4") + mount("/etcetera", "tmpfs");
    expect(await linux({ ...onDisk, "proc/self/mountinfo": mounts })).toBe(await linux(onDisk));
  });
});

const platform = `+-o J316sAP  <class IOPlatformExpertDevice>
    {
      "IOPlatformSerialNumber" = "C02"
      "IOPlatformUUID" = "8A9B7C6D-0000-1111-2222-333344445555"
    }
`;
const registry = `\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography\r\n    MachineGuid    REG_SZ    8a9b7c6d-0000-1111-2222-333344445555\r\n\r\n`;

describe.each([
  ["darwin", platform, ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"]],
  ["windows", registry, ["D:\\W\\System32\\reg.exe", "query", "HKLM\\SOFTWARE\\Microsoft\\Cryptography"]],
] as const)("the name of a machine with %s", (os, shown, command) => {
  const env = { SystemRoot: "D:\\W" };

  test("comes from what the system's own tool shows", async () => {
    let asked: readonly string[] = [];
    const ask = (words: readonly string[]) => Promise.resolve((asked = words) && shown);
    const name = await machineName({ os, env, ask });
    expect(name).toMatch(/^[0-9a-f]{64}$/);
    expect(asked.slice(0, command.length)).toEqual([...command]);
    const elsewhere = await machineName({ os, env, ask: () => Promise.resolve(shown.replace("3333", "9999")) });
    expect(elsewhere).not.toBe(name);
  });

  test("is none where that shows nothing or cannot be run", async () => {
    expect(await machineName({ os, env, ask: () => Promise.resolve("ERROR: not found") })).toBeUndefined();
    expect(await machineName({ os, env, ask: () => Promise.reject(new Error("ENOENT")) })).toBeUndefined();
    expect(await machineName({ os, env: { SystemRoot: directory } })).toBeUndefined();
  });
});

test("this machine has one or none, each time the same", async () => {
  const { machine } = createHost();
  expect(await machine()).toBe((await machine()) as string);
});
