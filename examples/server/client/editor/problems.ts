import type { Complaint } from "./complaints.ts";

export interface ProblemListOptions {
  /** Holds the list. */
  place: HTMLElement;
  /** Goes to what a line of the list is about. */
  show(complaint: Complaint): void;
}

/** How many are listed. */
const listed = 5;

/** Writes the complaints below the editor: each a button that leads to its place. */
export function createProblemList({ place, show }: ProblemListOptions): (complaints: readonly Complaint[]) => void {
  return (complaints) => {
    const items = complaints.slice(0, listed).map((complaint) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = `problem ${complaint.severity}`;
      button.textContent = `Line ${complaint.line}, column ${complaint.column}: ${complaint.message}`;
      button.addEventListener("click", () => show(complaint));
      const item = document.createElement("li");
      item.append(button);
      return item;
    });
    const more = complaints.length - listed;
    if (more > 0) {
      const item = document.createElement("li");
      item.className = "faint";
      item.textContent = `${more} more`;
      items.push(item);
    }
    place.replaceChildren(...items);
    place.hidden = items.length === 0;
  };
}
