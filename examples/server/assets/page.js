// Keeps the parts of the page that are marked `data-live` current; everything works without it, after a reload.

const feed = document.getElementById("feed");
const agent = document.body.dataset.agent;

/** At most one fetch at a time, and a short rest between two; a change during either is not lost. */
const refresh = (() => {
  let busy = false;
  let again = false;
  return async function run() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    try {
      const response = await fetch(location.pathname);
      if (response.ok) adopt(new DOMParser().parseFromString(await response.text(), "text/html"));
    } catch {
      // The server is away: the event stream says so and reports when it is back.
    }
    setTimeout(() => {
      busy = false;
      if (again) void run();
    }, 250);
  };
})();

/** The markup of each part as the server gave it, before the script touched it. */
const served = new Map();

function adopt(fresh) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(part.id);
    const markup = next?.innerHTML;
    if (markup === undefined || markup === served.get(part.id)) continue;
    served.set(part.id, markup);
    replace(part, next);
  }
  const editor = document.getElementById("editor");
  if (editor !== null) editor.disabled = fresh.getElementById("editor")?.hasAttribute("disabled") ?? false;
  tellDistances();
}

/** What the reader has opened, scrolled to or put the focus on stays so. */
function replace(part, next) {
  const open = new Set(Array.from(part.querySelectorAll("details[open]"), (details) => details.id));
  const tops = Array.from(part.querySelectorAll("pre"), (pre) => pre.scrollTop);
  const focused = focusable(part).indexOf(document.activeElement);
  for (const details of next.querySelectorAll("details")) details.open = open.has(details.id);
  part.replaceChildren(...next.childNodes);
  for (const [index, pre] of part.querySelectorAll("pre").entries()) pre.scrollTop = tops[index] ?? 0;
  focusable(part)[focused]?.focus({ preventScroll: true });
}

function focusable(part) {
  return Array.from(part.querySelectorAll("a, summary, pre[tabindex]"));
}

function tellDistances() {
  for (const time of document.querySelectorAll("time[data-ago]")) {
    time.textContent = distance(Date.parse(time.dateTime));
  }
}

function distance(moment) {
  const seconds = Math.max(0, Math.round((Date.now() - moment) / 1000));
  if (seconds < 2) return "just now";
  const [unit, length] = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ].find(([, size]) => seconds >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en").format(-Math.floor(seconds / length), unit);
}

for (const part of document.querySelectorAll("[data-live]")) served.set(part.id, part.innerHTML);
tellDistances();
setInterval(tellDistances, 1000);

const events = new EventSource("/events");
events.addEventListener("open", () => {
  feed.textContent = "";
  void refresh();
});
events.addEventListener("change", (event) => {
  if (agent === "" || event.data === agent) void refresh();
});
events.addEventListener("error", () => {
  feed.textContent = "The server does not answer; trying again";
});
