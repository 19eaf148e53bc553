import { afterAll, expect, onTestFinished } from "bun:test";
import { join, resolve } from "node:path";

import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

import { projectRoot } from "./project.ts";

const executablePath = process.env["CHROMIUM"] ?? Bun.which("chromium") ?? "/usr/bin/chromium";

const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Longest wait for anything on a page, milliseconds. */
const waitMs = 30_000;

/** A browser for the tests of a file, closed after them. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args });
  afterAll(() => browser.close());
  return browser;
}

export interface TestPage {
  page: Page;
  /** What the browser complained about: errors of the script, things that the policy kept out, failed requests. */
  complaints: string[];
}

/** A page in a context of its own, closed after the test. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<TestPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  onTestFinished(() => context.close());
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  return { page, complaints };
}

/** Replaces the text of the editor as people do: select all, paste. */
export async function pasteConfiguration(page: Page, text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await page.getByLabel("Additional Configuration").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+V");
}

/** Nothing to complain about for axe, in the light and in the dark, wide and narrow, and nothing beyond the right edge. */
export async function expectAccessible(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(axe.source);
      const violations = await page.evaluate(findViolations);
      expect({ width, colorScheme, violations }).toEqual({ width, colorScheme, violations: [] });
    }
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  }
  await page.emulateMedia({ colorScheme: null });
  if (before !== null) await page.setViewportSize(before);
}

const findViolations = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html.slice(0, 200)) })))`;

export interface ScreenshotOptions {
  /** Without directory and extension. */
  name: string;
  colorScheme?: "light" | "dark";
  width?: number;
  /** Default: the whole page. */
  height?: number;
}

/** Keeps a picture, from the top of the page, in the directory that `SCREENSHOTS` names, relative to the project; without it, none. */
export async function screenshot(page: Page, options: ScreenshotOptions): Promise<void> {
  const directory = process.env["SCREENSHOTS"];
  if (!directory) return;
  const { name, colorScheme = "light", width = 1280, height } = options;
  const before = page.viewportSize();
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: height ?? 900 });
  await page.evaluate("scrollTo(0, 0)");
  const path = join(resolve(projectRoot, directory), `${name}.png`);
  await page.screenshot({ path, fullPage: height === undefined });
  await page.emulateMedia({ colorScheme: null });
  if (before !== null) await page.setViewportSize(before);
}
