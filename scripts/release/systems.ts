/** What a target needs, and how far it is proved that it runs there. */
export interface SystemFacts {
  /** One sentence. */
  needs: string;
  /** What the suites run before each release, and where. */
  run: readonly string[];
  /** What nobody has run: there was no such machine. */
  notRun: readonly string[];
}

const wholeRun =
  "start, `--version`, `validate`, and a whole run with the example server over TLS: the agent appears, a configuration is applied, `status` and `stop` answer, and nothing is left, not even where the supervisor is killed";

/** By target. */
export const systems: Readonly<Record<string, SystemFacts>> = {
  linux_amd64: {
    needs:
      "Linux with glibc 2.17 or newer, by the symbols that it asks for (`libc`, `libpthread`, `libdl`, `libm` and the loader; nothing else), and a processor with SSE 4.2 (2008; AVX is used where it is there).",
    run: [
      "every suite of the project, on Debian 12 (glibc 2.36)",
      `in a root with nothing but the C library of Debian 11 (glibc 2.31): ${wholeRun}`,
      `in a root with nothing but the five files of the C library, the certificates of authorities and \`/etc/hosts\`: ${wholeRun}`,
      "`--version` and `validate` on an emulated processor of 2008 (Nehalem: SSE 4.2, no AVX)",
      "its `.deb` and `.rpm` on a Debian with systemd: installed, upgraded, downgraded, removed, and the `.deb` in the place of the Go supervisor's and back",
      "its container images: whole runs on a read-only root",
    ],
    notRun: [
      "glibc older than 2.31: no distribution with one is at hand",
      "the `.rpm` on a distribution of its own kind",
    ],
  },
  linux_arm64: {
    needs: "Linux with glibc 2.17 or newer, by the symbols that it asks for; any 64-bit ARM processor.",
    run: [
      `under emulation (QEMU, user mode), in a root with nothing but the C library of Debian 11: ${wholeRun}`,
      "under emulation, in the root of its container image: `version`",
    ],
    notRun: ["a real ARM processor", "glibc older than 2.31", "its `.deb` and `.rpm`, but for what is in them"],
  },
  linux_amd64_musl: {
    needs:
      "Linux with musl 1.2.5 or newer and `libstdc++` (on Alpine: `apk add libstdc++`), and a processor with SSE 4.2.",
    run: [`in a root with musl 1.2.5 and Alpine's own \`libstdc++\` and \`libgcc\`, and nothing else: ${wholeRun}`],
    notRun: ["a whole Alpine installation, its `.apk` in it, and OpenRC: with stand-ins alone"],
  },
  linux_arm64_musl: {
    needs: "Linux with musl 1.2.5 or newer and `libstdc++`; any 64-bit ARM processor.",
    run: [`under emulation (QEMU, user mode), in a root with musl 1.2.5 and Alpine's own libraries: ${wholeRun}`],
    notRun: ["a real ARM processor", "a whole Alpine installation, its `.apk` in it, and OpenRC: with stand-ins alone"],
  },
  linux_ppc64le: {
    needs:
      "Linux with glibc 2.28 or newer and `libstdc++` and `libgcc_s` of GCC 7 or newer, and a POWER8 processor or newer. It is made with Node 20.11.0, as there is no Bun: what that costs stands in docs/architecture.md.",
    run: [
      "under emulation (QEMU, user mode), with a root of Debian's packages: `--version`, `validate`, a whole run with the example server, and kill -9 that leaves nothing",
      "under emulation, in the root of its container image: `version`",
      "the end-to-end suite with the same program for amd64",
    ],
    notRun: ["a real POWER processor", "its `.deb` and `.rpm`, but for what is in them"],
  },
  darwin_amd64: {
    needs: "macOS 13 or newer on an Intel processor.",
    run: [
      "the structure of the file and its ad-hoc signature: each page has the hash that is signed, no hardened runtime, no entitlements",
      "each branch of `src/runtime/os` for macOS, in unit tests on Linux",
    ],
    notRun: [
      "the executable itself: there is no macOS to run it on",
      "`install.sh` and the service of launchd: with stand-ins for macOS alone",
      "notarisation by Apple, which the file does not have",
    ],
  },
  darwin_arm64: {
    needs: "macOS 13 or newer on an Apple processor.",
    run: [
      "the structure of the file and its ad-hoc signature, without which the system would not start it: each page has the hash that is signed",
      "each branch of `src/runtime/os` for macOS, in unit tests on Linux",
    ],
    notRun: [
      "the executable itself: there is no macOS to run it on",
      "`install.sh` and the service of launchd: with stand-ins for macOS alone",
      "notarisation by Apple, which the file does not have",
    ],
  },
  windows_amd64: {
    needs: "Windows 10 1809 or Windows Server 2019, or newer, and a processor with SSE 4.2.",
    run: [
      `under Wine 10: ${wholeRun}`,
      "under Wine 10: the service installed, started, stopped and removed, and the installer (`.msi`): installation, upgrade, refused downgrade, removal",
      "each branch of `src/runtime/os` for Windows, in unit tests on Linux",
    ],
    notRun: [
      "a real Windows",
      "PowerShell, so `install.ps1` was parsed alone",
      "ctrl-break, which Wine brings to no handler",
      "the service's recovery and delayed start",
      "Authenticode, with which the file is not signed",
    ],
  },
};
