import type { LivePage } from "./live-page.ts";
import { postJson } from "./post-json.ts";

/** The button that restarts an agent stays on the page, where an unsaved text may be. */
export function startRestartForm(live: LivePage): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-restart]")) return;
    event.preventDefault();
    void restart(form, live);
  });
}

async function restart(form: HTMLFormElement, live: LivePage): Promise<void> {
  const posted = await postJson(`/api${new URL(form.action).pathname}`, {});
  const outcome = document.getElementById("restart-outcome");
  if (posted.kind === "done" || outcome === null) return await live.refresh();
  const notice = document.createElement("p");
  notice.className = "notice bad";
  notice.textContent = `Not restarted: ${posted.reason}`;
  outcome.replaceChildren(notice);
}
