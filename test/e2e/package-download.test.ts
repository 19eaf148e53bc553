import { expect, test } from "bun:test";

import type { Answer } from "../support/file-server.ts";
import { installed, offerCollector, phaseOf } from "../support/offered-package.ts";
import { newerCollector, packageTaker } from "../support/package-taker.ts";
import type { TestServer } from "../support/test-server.ts";

const { content } = newerCollector;
const quarter = Math.floor(content.length / 4);
/** Seconds from one report of a download to the next. */
const interval = 10;

/** The report in which this much of the file is there. */
function reported(server: TestServer, percent: number): Promise<number> {
  return server
    .until(({ packageStatuses }) => {
      const { downloadPercent = 0, downloadBytesPerSecond = 0 } =
        packageStatuses?.packages?.[""]?.downloadDetails ?? {};
      return Math.abs((downloadPercent ?? 0) - percent) < 0.001 && { rate: downloadBytesPerSecond ?? 0 };
    })
    .then(({ rate }) => rate);
}

test("how much of a package has come from a slow server, and how fast, is what the server hears", async () => {
  const { server } = await packageTaker();
  const { promise: begun, resolve } = Promise.withResolvers<Answer>();
  await offerCollector(server, { ...newerCollector, serve: ({ answer }) => resolve(answer) });
  const answer = await begun;
  const start = performance.now();
  answer.head("200 OK", { "content-length": String(content.length) });
  answer.write(content.subarray(0, quarter));
  await reported(server, (quarter * 100) / content.length);

  answer.write(content.subarray(quarter, 2 * quarter));
  const rate = await reported(server, (2 * quarter * 100) / content.length);
  const elapsed = (performance.now() - start) / 1000;
  expect(rate).toBeLessThan((quarter / interval) * 1.01);
  expect(rate).toBeGreaterThan(quarter / elapsed);

  answer.write(content.subarray(2 * quarter));
  answer.end();
  const status = await installed(server, newerCollector.version);
  expect([phaseOf(status), status.downloadDetails ?? "no details"]).toEqual(["Installed", "no details"]);
  const shown = server.messages.flatMap(
    ({ packageStatuses }) => packageStatuses?.packages?.[""]?.downloadDetails ?? [],
  );
  const percents = shown.map(({ downloadPercent }) => downloadPercent ?? 0);
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  expect(percents[0]).toBe(0);
}, 90_000);
