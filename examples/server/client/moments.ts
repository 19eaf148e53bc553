import { durationText } from "../pages/duration.ts";

/** Milliseconds between two looks at the clock. */
const everyMs = 500;

const relative = new Intl.RelativeTimeFormat("en");

const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

export interface Moments {
  /** Writes all moments of the page as they look now. */
  tell(): void;
}

/** Keeps distances from now and running times current, and shows times by the reader's own clock. */
export function startMoments(): Moments {
  tell();
  setInterval(tell, everyMs);
  return { tell };
}

function tell(): void {
  const now = new Date();
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-form]")) {
    const moment = new Date(time.dateTime);
    write(time, time.dataset["form"] === "ago" ? distance(moment, now) : clock(moment, now));
  }
  for (const ticker of document.querySelectorAll<HTMLElement>("[data-since]")) {
    write(ticker, durationText(now.getTime() - Date.parse(ticker.dataset["since"] ?? "")));
  }
}

function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function distance(moment: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - moment.getTime()) / 1000));
  const unit = units.find(([, length]) => seconds >= length);
  if (unit === undefined || seconds < 2) return "just now";
  return relative.format(-Math.floor(seconds / unit[1]), unit[0]);
}

function clock(moment: Date, now: Date): string {
  const time = moment.toLocaleTimeString(undefined, { hour12: false });
  return moment.toDateString() === now.toDateString() ? time : `${moment.toLocaleDateString()} ${time}`;
}
