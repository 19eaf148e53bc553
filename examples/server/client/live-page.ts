import { Idiomorph } from "idiomorph";

/** Shortest rest between two fetches of the page, milliseconds; a page that takes long rests twice as long as it took. */
const restMs = 100;

/** How long to wait before a closed stream of events is opened anew, milliseconds. */
const retryMs = 1000;

export interface LivePage {
  /** Fetches the page anew, and brings the parts that are marked `data-live` up to date. */
  refresh(): Promise<void>;
  /** Calls `listener` with each fresh page. */
  adopts(listener: (fresh: Document) => void): void;
  /** Whether the server has answered last. */
  readonly online: boolean;
}

export interface LivePageOptions {
  /** Called whenever parts were brought up to date. */
  adopted(): void;
}

/** Follows the server's events. What the reader has opened, scrolled to, typed or put the focus on stays so. */
export function createLivePage({ adopted }: LivePageOptions): LivePage {
  const listeners = new Set<(fresh: Document) => void>();
  const feed = document.getElementById("feed");
  const { agent } = document.body.dataset;
  /** A page that only says that nothing is here has no such part; it is loaded anew once something is. */
  const showsSomething = document.querySelector("[data-live]") !== null;
  let online = true;
  let since = new Date();

  const adopt = (fresh: Document) => {
    for (const part of document.querySelectorAll("[data-live]")) {
      const next = fresh.getElementById(part.id);
      if (next !== null) merge(part, next);
    }
    for (const listener of listeners) listener(fresh);
    adopted();
  };

  const tell = (text: string, state: "" | "offline" | "gone") => {
    document.body.dataset["state"] = state;
    if (feed !== null && feed.textContent !== text) feed.textContent = text;
  };

  const fetchPage = async () => {
    try {
      const response = await fetch(`${location.pathname}${location.search}`);
      if (response.status === 404) {
        if (showsSomething) tell("The server does not know this agent any more.", "gone");
        return;
      }
      if (!response.ok) return tell(`The server cannot show this page now (${response.status}).`, "gone");
      if (!showsSomething) return location.reload();
      adopt(new DOMParser().parseFromString(await response.text(), "text/html"));
      since = new Date();
      tell("", "");
    } catch {
      goOffline();
    }
  };

  const goOffline = () => {
    online = false;
    const time = since.toLocaleTimeString();
    tell(`The server does not answer; trying again. What you see is from ${time}.`, "offline");
  };

  const refresh = oneAtATime(fetchPage);

  const listen = () => {
    const events = new EventSource("/events");
    events.addEventListener("open", () => {
      online = true;
      void refresh();
    });
    events.addEventListener("change", ({ data }: MessageEvent<string>) => {
      if (agent === "" || data === agent) void refresh();
    });
    events.addEventListener("error", () => {
      goOffline();
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, retryMs);
    });
  };
  listen();

  return {
    refresh,
    adopts: (listener) => void listeners.add(listener),
    get online() {
      return online;
    },
  };
}

/** Only what the server has changed is touched; whether details are open is the reader's own affair. */
export function merge(part: Element, next: Element): void {
  void Idiomorph.morph(part, next.innerHTML, {
    morphStyle: "innerHTML",
    ignoreActiveValue: true,
    callbacks: { beforeAttributeUpdated: (name, element) => !(name === "open" && element.localName === "details") },
  });
}

/** At most one run at a time, and a short rest between two; a call during either is not lost. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let busy = false;
  let again = false;
  const run = async (): Promise<void> => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    const begun = performance.now();
    await work();
    const rest = Math.max(restMs, 2 * (performance.now() - begun));
    setTimeout(() => {
      busy = false;
      if (again) void run();
    }, rest);
  };
  return run;
}
