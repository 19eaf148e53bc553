import { beforeAll, expect, test } from "bun:test";
import { linkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { TestAuthority } from "../../support/certificates.ts";
import { fixture } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const compiler = Bun.which("cc");
const libraries = scratchDirectory();
const canTry = process.platform === "linux" && compiler !== null;

/** The libraries of macOS and Windows under which the calls are looked for. */
beforeAll(() => {
  if (compiler === null) return;
  const library = join(libraries, "libSystem.B.dylib");
  const { exitCode } = Bun.spawnSync([compiler, "-shared", "-fPIC", "-o", library, fixture("other-systems.c")]);
  if (exitCode !== 0) throw new Error("other-systems.c does not compile");
  linkSync(library, join(libraries, "kernel32.dll"));
});

/** What src/runtime/os does in a process that takes itself to be on this system, beside a child with a group of its own. */
async function on(platform: string) {
  const child = Bun.spawn(["sleep", "600"], { detached: true });
  const authority = join(scratchDirectory(), "authority.pem");
  writeFileSync(authority, new TestAuthority().cert);
  try {
    const ran = Bun.spawnSync(["setsid", process.execPath, fixture("on-platform.ts"), platform, String(child.pid)], {
      env: { ...process.env, LD_LIBRARY_PATH: libraries, SSL_CERT_FILE: authority },
    });
    expect(ran.stderr.toString()).toBe("");
    return JSON.parse(ran.stdout.toString());
  } finally {
    child.kill("SIGKILL");
    await child.exited;
  }
}

test.skipIf(!canTry)(
  "on macOS the calls of its C library are used, and what only Linux tells is not known",
  async () => {
    expect(await on("darwin")).toEqual({
      datagram: false,
      hangup: { ignored: false, asksFor: "reload" },
      held: false,
      job: false,
      pids: false,
      address: "ENAMETOOLONG",
      peer: 501,
      usage: { own: true, threads: false, other: false },
      readerGone: [false, true],
      group: { target: -7, alive: true },
      holder: false,
      roots: "the system's",
      asked: ["system"],
      whyNotAs: "on darwin this is not supported",
    });
  },
);

test.skipIf(!canTry)(
  "on Windows a process joins a job, names a pipe, and has no groups and no SIGHUP but a closed window",
  async () => {
    expect(await on("win32")).toEqual({
      datagram: false,
      hangup: { ignored: false, asksFor: "stop" },
      held: false,
      job: true,
      pids: false,
      address: "\\\\.\\pipe\\opampsupervisor-…",
      usage: { own: true, threads: false, other: false },
      readerGone: [false, false],
      group: { target: 7, alive: true },
      holder: false,
      roots: "the system's",
      asked: ["system"],
      whyNotAs: "on win32 this is not supported",
    });
  },
);

test.skipIf(!canTry)("on Linux all of it is told by the kernel", async () => {
  expect(await on("linux")).toMatchObject({
    datagram: true,
    hangup: { ignored: false, handled: true, asksFor: "reload" },
    held: true,
    job: false,
    pids: true,
    usage: { own: true, threads: true, other: true },
    readerGone: [false, true],
    group: { target: -7, alive: true },
    holder: true,
    roots: "of files",
    asked: [],
    whyNotAs: "nothing",
  });
});
