import type { LivePage } from "./live-page.ts";

/**
 * Finding, filtering and sorting without another page: the address says what the list shows, and the list follows it. A
 * link may be older than what was typed last, so the words come from the field.
 */
export function startListControls(live: LivePage): void {
  const form = document.querySelector<HTMLFormElement>("#search");
  const field = document.querySelector<HTMLInputElement>("#q");
  if (form === null || field === null) return;

  const find = () => {
    const address = new URL(location.href);
    if (field.value.trim() === "") address.searchParams.delete("q");
    else address.searchParams.set("q", field.value.trim());
    address.searchParams.delete("page");
    history.replaceState(null, "", address);
    void live.refresh();
  };
  field.addEventListener("input", find);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find();
  });

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-soft]") : null;
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    const address = new URL(link.href);
    if (link.matches("[data-clear]")) {
      field.value = "";
      field.focus();
    } else if (field.value.trim() !== "") address.searchParams.set("q", field.value.trim());
    history.pushState(null, "", address);
    void live.refresh();
  });
  addEventListener("popstate", () => {
    field.value = new URL(location.href).searchParams.get("q") ?? "";
    void live.refresh();
  });
}
