import { describe, expect, test } from "bun:test";

import { ControlSession } from "../../../src/control/control-session.ts";
import type { Answer } from "../../../src/control/protocol.ts";
import type { LocalConnection } from "../../../src/runtime/local-ports.ts";
import { PlayedHandlers } from "../../support/control-world.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { snapshotOf } from "../../support/status-snapshots.ts";

/** The supervisor's end of a connection, whose peer reads only when the test says so. */
class Peer implements LocalConnection {
  readonly peerUid = 0;
  readonly replies: Record<string, unknown>[] = [];
  state: "open" | "ended" | "terminated" = "open";
  reads = true;
  bufferedBytes = 0;
  send(text: string): void {
    this.replies.push(JSON.parse(text) as Record<string, unknown>);
    if (!this.reads) this.bufferedBytes += text.length;
  }
  end(): void {
    this.state = "ended";
  }
  terminate(): void {
    this.state = "terminated";
  }
}

function scene({ mayAct = true } = {}) {
  const peer = new Peer();
  const clock = new FakeClock();
  const handlers = new PlayedHandlers();
  const session = new ControlSession({ connection: peer, clock, handlers, mayAct });
  const say = (text: string) => session.take(new TextEncoder().encode(text));
  const ask = (action: string, id = 1) => say(`${JSON.stringify({ v: 1, id, do: action })}\n`);
  const reads = () => {
    peer.bufferedBytes = 0;
    session.drained();
  };
  return { peer, clock, handlers, session, say, ask, reads };
}

const down = snapshotOf({ ok: false, collector: { executable: "/x", state: "down", starts: 1 } });

describe("who asks", () => {
  test("is answered with the id of each request", () => {
    const { peer, ask } = scene();
    ask("status", 4);
    ask("status", 5);
    expect(peer.replies).toMatchObject([
      { v: 1, id: 4, ok: true, status: { ok: true } },
      { id: 5, ok: true },
    ]);
  });

  test("nothing for a while is hung up on", () => {
    const { peer, clock } = scene();
    clock.advance(29_999);
    expect(peer.state).toBe("open");
    clock.advance(1);
    expect(peer.state).toBe("terminated");
  });

  test("too much at once is told so and hung up on", () => {
    const { peer, say } = scene();
    say("x".repeat(5_000));
    expect(peer.replies).toMatchObject([{ ok: false, error: { code: "TOO_LARGE" } }]);
    expect(peer.state).toBe("ended");
  });

  test("what makes no sense is told so and hung up on; another version may be tried again", () => {
    const { peer, say, ask } = scene();
    say('{"v":2,"id":1,"do":"status"}\n');
    ask("status", 2);
    expect(peer.replies).toMatchObject([{ error: { code: "VERSION", supported: [1] } }, { id: 2, ok: true }]);
    expect(peer.state).toBe("open");
    say("GET / HTTP/1.1\n");
    expect(peer.state).toBe("ended");
  });

  test("on and on without reading is hung up on", () => {
    const { peer, ask } = scene();
    peer.reads = false;
    while (peer.state === "open") ask("status");
    expect(peer.state).toBe("terminated");
    expect(peer.bufferedBytes).toBeLessThan(300 * 1024);
  });
});

describe("an order", () => {
  test.each(["retry", "restart", "rollback", "rollback-supervisor", "stop"])(
    "%s is refused to those who may only look",
    (action) => {
      const { peer, ask, handlers } = scene({ mayAct: false });
      ask(action);
      ask("status", 2);
      expect(peer.replies).toMatchObject([{ error: { code: "FORBIDDEN" } }, { id: 2, ok: true }]);
      expect(handlers.given).toEqual([]);
    },
  );

  test("is answered with what became of it, and only then comes the next", async () => {
    const { peer, ask, handlers } = scene();
    const outcome = Promise.withResolvers<Answer>();
    handlers.restart = () => outcome.promise;
    ask("restart", 1);
    ask("status", 2);
    outcome.resolve({ taken: true, message: "done" });
    await settle();
    ask("retry", 3);
    await settle();
    expect(peer.replies).toMatchObject([
      { id: 2, ok: false, error: { code: "BUSY" } },
      { id: 1, ok: true, message: "done" },
      { id: 3, ok: false, error: { code: "NOTHING", message: "nothing is condemned" } },
    ]);
  });

  test("that fails is told with its reason", async () => {
    const { peer, ask, handlers } = scene();
    handlers.restart = () => Promise.reject(new Error("boom"));
    ask("restart");
    await settle();
    expect(peer.replies).toMatchObject([{ ok: false, error: { code: "FAILED", message: "boom" } }]);
  });

  test("to stop is answered before it is carried out, and the connection is left to the end of the process", () => {
    const { peer, ask, handlers, session, clock } = scene();
    handlers.stopped = () => expect(peer.replies).toHaveLength(1);
    ask("stop");
    expect(handlers.given).toEqual(["stop"]);
    session.finish();
    clock.advance(60_000);
    expect(peer.state).toBe("open");
  });
});

describe("a watcher", () => {
  test("is shown the present, then each change, the newest of those that come fast", () => {
    const { peer, ask, handlers, clock } = scene();
    ask("watch", 9);
    handlers.becomes(down);
    handlers.becomes(snapshotOf({ identity: { instanceUid: "another" } }));
    expect(peer.replies).toHaveLength(1);
    clock.advance(100);
    expect(peer.replies).toMatchObject([
      { id: 9, status: { ok: true } },
      { id: 9, status: { identity: { instanceUid: "another" } } },
    ]);
    clock.advance(3_600_000);
    expect(peer.state).toBe("open");
  });

  test("hears nothing where nothing but the time has changed", () => {
    const { peer, ask, handlers, clock } = scene();
    ask("watch");
    clock.advance(1_000);
    const { supervisor } = handlers.status;
    handlers.becomes(snapshotOf({ at: "later", supervisor: { ...supervisor, uptimeMs: 99_999 } }));
    expect(peer.replies).toHaveLength(1);
  });

  test("that does not read gets one snapshot, the newest once it reads, and is hung up on if it never does", () => {
    const { peer, ask, handlers, clock, reads } = scene();
    peer.reads = false;
    ask("watch");
    for (const starts of [1, 2, 3]) {
      handlers.becomes(snapshotOf({ collector: { executable: "/x", state: "down", starts } }));
      clock.advance(200);
    }
    expect(peer.replies).toHaveLength(1);
    reads();
    expect(peer.replies).toMatchObject([{}, { status: { collector: { starts: 3 } } }]);
    clock.advance(30_000);
    expect(peer.state).toBe("terminated");
  });

  test("sees the last change before the end", () => {
    const { peer, ask, handlers, session } = scene();
    ask("watch");
    handlers.becomes(down);
    session.finish();
    expect(peer.replies).toMatchObject([{ status: { ok: true } }, { status: { ok: false } }]);
    expect(peer.state).toBe("ended");
  });

  test("that goes leaves nothing behind", () => {
    const { ask, handlers, session, clock } = scene();
    ask("watch");
    session.closed();
    expect(handlers.listeners.size).toBe(0);
    expect(clock.waiting).toBe(0);
  });
});
