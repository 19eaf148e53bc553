import type { Components } from "./complaints.ts";

/** The agent's components, from the card that lists them, which is always current. */
export function componentsOnPage(): Components {
  const groups = document.querySelectorAll<HTMLElement>("[data-section]");
  return new Map(
    Array.from(groups, (group) => {
      const names = group.querySelectorAll<HTMLElement>("[data-component]");
      return [group.dataset["section"] ?? "", Array.from(names, (name) => name.dataset["component"] ?? "")] as const;
    }),
  );
}

/** The configurations that the page shows. */
export function configurationsOnPage(): string[] {
  return Array.from(document.querySelectorAll("#comparison pre"), (pre) => pre.textContent ?? "");
}
