import { join } from "node:path";

import type { Browser } from "playwright-core";

import { packageTitle } from "../../examples/server/packages/stored-package.ts";
import { supervisedPage } from "./supervised-page.ts";

export interface UploadedPackage {
  kind: "collector" | "addon" | "supervisor";
  /** Of an add-on. */
  name?: string;
  version: string;
  /** Path of the file, or its content. */
  file: string | { name: string; mimeType: string; buffer: Buffer };
}

/** The page of an agent that takes what the example server signs, and nothing else; of add-ons those named `rules`. */
export async function signedPackagesPage(browser: Browser, capabilities: Readonly<Record<string, boolean>>) {
  const scene = await supervisedPage(browser, (server) => ({
    server: { tls: { ca_file: server.caFile } },
    capabilities,
    agent: {
      config_probation: "1s",
      package: {
        allowed: [{ name: "rules" }],
        verifier: {
          type: "key",
          key: { public_keys: [{ file: join(server.dataDirectory, "packages/signing.pub") }] },
        },
      },
    },
  }));
  const { page, address } = scene;
  /** Leaves the page of packages open, which shows it. */
  const upload = async ({ kind, name = "", version, file }: UploadedPackage) => {
    await page.goto(address("packages"));
    const form = page.locator("#upload");
    await form.getByLabel("What it is").selectOption({ value: kind });
    await form.getByLabel("Name").fill(name);
    await form.getByLabel("Version").fill(version);
    await form.getByLabel("File").setInputFiles(file);
    await page.getByRole("button", { name: "Upload and Sign" }).click();
    const title = packageTitle(kind === "collector" ? "" : kind === "addon" ? name : kind);
    await page.getByText(`${title} ${version}`).first().waitFor();
  };
  return { ...scene, upload };
}
