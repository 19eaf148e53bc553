import { type LivePage, merge } from "./live-page.ts";
import { postJson } from "./post-json.ts";

/** Forms and buttons that change something stay on the page, where other forms may be half filled in. */
export function startChangeForms(live: LivePage): void {
  /** Forms in which somebody has typed. */
  const touched = new WeakSet<HTMLFormElement>();
  const forms = () => document.querySelectorAll<HTMLFormElement>("form[data-change]");

  document.addEventListener("input", ({ target }) => {
    const form = target instanceof Element ? target.closest<HTMLFormElement>("form[data-change]") : null;
    if (form !== null) touched.add(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-change]")) return;
    event.preventDefault();
    void send(form).then(async (done) => {
      if (!done) return;
      touched.delete(form);
      form.reset();
      await live.refresh();
    });
  });
  addEventListener("beforeunload", (event) => {
    if ([...forms()].some((form) => touched.has(form))) event.preventDefault();
  });
  live.adopts((fresh) => {
    for (const form of forms()) {
      const next = fresh.getElementById(form.id);
      if (next !== null && !touched.has(form) && form.closest("[data-live]") === null) merge(form, next);
    }
  });
}

/** Whether it was done; what went wrong stands in the form. */
async function send(form: HTMLFormElement): Promise<boolean> {
  const button = form.querySelector("button");
  if (button === null || button.getAttribute("aria-disabled") === "true") return false;
  const fields = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  button.setAttribute("aria-disabled", "true");
  const posted = await postJson(`/api${new URL(form.action).pathname}`, Object.fromEntries(fields));
  button.removeAttribute("aria-disabled");
  const trouble = form.querySelector("[data-trouble]");
  const line = document.createElement("p");
  line.className = "outcome bad";
  line.textContent = posted.kind === "refused" ? `Not done: ${posted.reason}` : "";
  trouble?.replaceChildren(...(posted.kind === "refused" ? [line] : []));
  return posted.kind === "done";
}
