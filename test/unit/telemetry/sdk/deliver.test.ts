import { describe, expect, test } from "bun:test";

import type { CallOutcome } from "../../../../src/runtime/call-ports.ts";
import type { Network, PostOutcome } from "../../../../src/runtime/network-ports.ts";
import type { ExportTarget } from "../../../../src/telemetry/export-target.ts";
import { deliver } from "../../../../src/telemetry/sdk/deliver.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

const route = { headers: [["x-key", "secret"]] as const };

function target(more: Partial<ExportTarget> = {}): ExportTarget {
  return {
    to: "otlp",
    protocol: "http/protobuf",
    shown: "h:4318",
    gzip: true,
    timeoutMs: 10_000,
    temporality: "cumulative",
    histograms: "explicit_bucket_histogram",
    way: () => ({ usable: true, url: "https://h:4318/v1/traces", route }),
    ...more,
  };
}

const answered = (status: number, headers = {}): PostOutcome => {
  return { answered: true, status, headers, body: new Uint8Array([1]) };
};
const refused: PostOutcome = {
  answered: false,
  loss: { code: "ECONNREFUSED", message: "nothing accepts connections" },
};

/** Delivers while each wait is over at once; answers in their order, the last one again and again. */
async function delivered(answers: PostOutcome[], options: { target?: ExportTarget; calls?: CallOutcome[] } = {}) {
  const clock = new FakeClock();
  const posts: { url: string; headers: unknown; gzip: boolean | undefined; timeoutMs: number }[] = [];
  const next = <Answer>(list: Answer[]): Answer => {
    const [answer] = list.length > 1 ? list.splice(0, 1) : list;
    if (answer === undefined) throw new Error("no answer is there");
    return answer;
  };
  const ports = {
    clock: {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      schedule: (delayMs: number, callback: () => void) => {
        queueMicrotask(() => {
          clock.advance(delayMs);
          callback();
        });
        return () => {};
      },
    },
    random: { unit: () => 1 },
    network: {
      post: async ({ url, headers, gzip, timeoutMs }: Parameters<Network["post"]>[0]) => {
        posts.push({ url, headers, gzip, timeoutMs });
        return next(answers);
      },
      call: async () => next(options.calls ?? []),
    },
  };
  const stop = new AbortController().signal;
  const outcome = await deliver(new Uint8Array([7]), "traces", options.target ?? target(), ports, stop);
  return { outcome, posts, elapsed: clock.monotonic() };
}

test("an export goes to its URL with its headers, as protobuf", async () => {
  const { outcome, posts } = await delivered([answered(200)]);
  expect(outcome).toEqual({ delivered: true, answer: new Uint8Array([1]) });
  expect(posts).toEqual([
    {
      url: "https://h:4318/v1/traces",
      headers: [
        ["x-key", "secret"],
        ["content-type", "application/x-protobuf"],
      ],
      gzip: true,
      timeoutMs: 10_000,
    },
  ]);
});

describe("what may pass is tried again", () => {
  test.each([
    [answered(503), "HTTP_503"],
    [answered(429), "HTTP_429"],
    [refused, "ECONNREFUSED"],
  ])("%#", async (failure, code) => {
    expect((await delivered([failure, failure, answered(200)])).outcome.delivered).toBe(true);
    const { outcome, posts, elapsed } = await delivered([failure]);
    expect(outcome).toMatchObject({ delivered: false, code });
    expect(elapsed).toBeLessThan(10_000);
    expect(posts.length).toBe(4);
  });

  test("after as long as the peer asks for, if that is within the time of the export", async () => {
    const { posts, elapsed } = await delivered([answered(503, { "retry-after": "4" }), answered(200)]);
    expect([posts.length, elapsed]).toEqual([2, 4000]);
    const { posts: one } = await delivered([answered(503, { "retry-after": "60" }), answered(200)]);
    expect(one.length).toBe(1);
  });
});

test("what will not pass is not", async () => {
  const strange: PostOutcome = { answered: false, loss: { code: "PROTOCOL", message: "not gzipped" } };
  expect((await delivered([strange])).posts.length).toBe(1);
  const { outcome, posts } = await delivered([answered(401)]);
  expect(outcome).toEqual({ delivered: false, code: "HTTP_401", reason: "h:4318 answered with HTTP 401" });
  expect(posts.length).toBe(1);
});

test("a way that cannot be used now may be usable later", async () => {
  let asked = 0;
  const way: ExportTarget["way"] = () => {
    asked += 1;
    return asked === 1
      ? { usable: false, code: "TLS_FILE", reason: "certificate: no such file" }
      : { usable: true, url: "https://h", route };
  };
  expect((await delivered([answered(200)], { target: target({ way }) })).outcome.delivered).toBe(true);
});

test("over gRPC the status decides, and its text, which may quote anything, is not told", async () => {
  const grpc = target({ protocol: "grpc" });
  const status = (code: number): CallOutcome => {
    return { answered: true, status: code, text: "secret", message: new Uint8Array() };
  };
  expect((await delivered([], { target: grpc, calls: [status(14), status(0)] })).outcome.delivered).toBe(true);
  expect((await delivered([], { target: grpc, calls: [status(16)] })).outcome).toEqual({
    delivered: false,
    code: "GRPC_16",
    reason: "h:4318 answered with status 16 of gRPC",
  });
});
