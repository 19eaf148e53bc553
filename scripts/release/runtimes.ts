/** What runs the program inside of an executable, as the package registry of npm has it. */
export interface Runtime {
  /** Name of the package. */
  name: string;
  version: string;
  /** Of the package's archive: `sha512-` and Base64 (Subresource Integrity). */
  integrity: string;
  /** SPDX expression. */
  licence: string;
}

/** A Bun for one system and processor. */
export interface BunRuntime extends Runtime {
  /** Path of the program inside the package. */
  program: string;
}

/** The version of all of them; package.json names the same one for this machine. */
export const bunVersion = "1.4.5";

/** Bun's own licence, and those of JavaScriptCore and TinyCC inside of it; the rest of what it links stands in `licences/runtime.txt`. */
const licence = "MIT AND LGPL-2.0-or-later AND LGPL-2.1-or-later";

const bun = (machine: string, hash: string, program = "bin/bun"): BunRuntime => ({
  name: `@oven/bun-${machine}`,
  version: bunVersion,
  integrity: `sha512-${hash}`,
  licence,
  program,
});

/**
 * Each by the name of the target that it becomes part of. Of the x64 ones there are packages for older processors too
 * (`-baseline`): in this version they hold the same bytes, which need SSE 4.2 and no AVX.
 */
export const bunRuntimes = {
  linux_amd64: bun(
    "linux-x64",
    "IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==",
  ),
  linux_arm64: bun(
    "linux-aarch64",
    "4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==",
  ),
  linux_amd64_musl: bun(
    "linux-x64-musl",
    "10QoW/YfTgnURaGEaHpJCiXjLI2e5iTtfVDaA5JKcyUzaa1cq6cVUY9/Uq5XkYzvtRjHLRe9Oj/lTDIQcxy8HQ==",
  ),
  linux_arm64_musl: bun(
    "linux-aarch64-musl",
    "XCNc+WvvMAdNNb+OWTogpy+N9wm62fkVeEVLb6how0RZhW5LPi6c7BlkeVCuWps7XjEl2saFpHFa20/1E+PAHg==",
  ),
  darwin_amd64: bun(
    "darwin-x64",
    "qkLPMGHZM9NI6CeHTWwVezzmlo6cC4Ta7yUAjYIWXS366qQcOlcp75t2uZyiuVRBMPS0h9qE0tCcvCHGaFqjJg==",
  ),
  darwin_arm64: bun(
    "darwin-aarch64",
    "4MIFXHmctH2EhAxLXm2/qxNtv17dFtLJylvaOCsrgq6KSqHTs6eW5YSrJjRbJxYUJaR901fsN8JfZOa+CsWpWQ==",
  ),
  windows_amd64: bun(
    "windows-x64",
    "FNvply651vcE/GHgNWz6mZvhmkwBuu8Hw54oNzA+CQog+HW+542rXQmZqNHRkFxazD9L3xi+iTtvO3engAgJfw==",
    "bin/bun.exe",
  ),
} as const satisfies Readonly<Record<string, BunRuntime>>;
