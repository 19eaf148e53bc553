/** A Bun for another machine, as the package registry of npm has it. */
export interface Runtime {
  /** Name of the package. */
  name: string;
  /** Path of the program inside the package. */
  program: string;
  /** Of the package's archive: `sha512-` and Base64 (Subresource Integrity). */
  integrity: string;
}

/** The version of all of them; package.json names the same one for this machine. */
export const runtimeVersion = "1.4.5";

/** Bun's own licence, and those of JavaScriptCore and TinyCC inside of it; the rest of what it links stands in `licences/runtime.txt`. */
export const runtimeLicence = "MIT AND LGPL-2.0-or-later AND LGPL-2.1-or-later";

const runtime = (machine: string, integrity: string, program = "bin/bun"): Runtime => ({
  name: `@oven/bun-${machine}`,
  program,
  integrity: `sha512-${integrity}`,
});

/**
 * Each by the name of the target that it becomes part of. Of the x64 ones there are packages for older processors too
 * (`-baseline`): in this version they hold the same bytes, which need SSE 4.2 and no AVX.
 */
export const runtimes = {
  linux_amd64: runtime(
    "linux-x64",
    "IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==",
  ),
  linux_arm64: runtime(
    "linux-aarch64",
    "4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==",
  ),
  linux_amd64_musl: runtime(
    "linux-x64-musl",
    "10QoW/YfTgnURaGEaHpJCiXjLI2e5iTtfVDaA5JKcyUzaa1cq6cVUY9/Uq5XkYzvtRjHLRe9Oj/lTDIQcxy8HQ==",
  ),
  linux_arm64_musl: runtime(
    "linux-aarch64-musl",
    "XCNc+WvvMAdNNb+OWTogpy+N9wm62fkVeEVLb6how0RZhW5LPi6c7BlkeVCuWps7XjEl2saFpHFa20/1E+PAHg==",
  ),
  darwin_amd64: runtime(
    "darwin-x64",
    "qkLPMGHZM9NI6CeHTWwVezzmlo6cC4Ta7yUAjYIWXS366qQcOlcp75t2uZyiuVRBMPS0h9qE0tCcvCHGaFqjJg==",
  ),
  darwin_arm64: runtime(
    "darwin-aarch64",
    "4MIFXHmctH2EhAxLXm2/qxNtv17dFtLJylvaOCsrgq6KSqHTs6eW5YSrJjRbJxYUJaR901fsN8JfZOa+CsWpWQ==",
  ),
  windows_amd64: runtime(
    "windows-x64",
    "FNvply651vcE/GHgNWz6mZvhmkwBuu8Hw54oNzA+CQog+HW+542rXQmZqNHRkFxazD9L3xi+iTtvO3engAgJfw==",
    "bin/bun.exe",
  ),
} as const satisfies Readonly<Record<string, Runtime>>;
