import { afterAll } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { errorCode } from "../../src/runtime/error-code.ts";

/** A file system of its own, which can be full. */
export class SmallDisk {
  readonly directory = mkdtempSync(join(tmpdir(), "opampsupervisor-test-"));
  readonly #filler = join(this.directory, "filler");

  /** `size` as `mount` takes it, such as `1m`. It is there until the tests of the file are over. */
  constructor(size: string) {
    const mount = Bun.spawnSync(["mount", "-t", "tmpfs", "-o", `size=${size},mode=0700`, "small-disk", this.directory]);
    if (!mount.success) throw new Error(mount.stderr.toString());
    afterAll(() => {
      while (Bun.spawnSync(["umount", "--lazy", this.directory]).success);
      rmSync(this.directory, { recursive: true, force: true });
    });
  }

  /** Takes all the room that is left. */
  fill(): void {
    try {
      for (;;) writeFileSync(this.#filler, new Uint8Array(4096), { flag: "a" });
    } catch (error) {
      if (errorCode(error) !== "ENOSPC") throw error;
    }
  }

  /** As after an error of the disk: for whoever opens a file from now on. */
  becomeReadOnly(): void {
    const mount = Bun.spawnSync(["mount", "--bind", "-o", "ro", this.directory, this.directory]);
    if (!mount.success) throw new Error(mount.stderr.toString());
  }

  free(): void {
    rmSync(this.#filler, { force: true });
  }
}

/** Whether this user may make file systems here. */
export const canMakeDisks: boolean = process.platform === "linux" && process.getuid?.() === 0 && mounts();

function mounts(): boolean {
  return Bun.spawnSync(["unshare", "--mount", "mount", "-t", "tmpfs", "probe", tmpdir()]).success;
}
