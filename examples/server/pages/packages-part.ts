import type { PackageReport } from "../packages/package-report.ts";
import type { PackagesView } from "../packages/package-view.ts";
import { packageTitle, type StoredPackage } from "../packages/stored-package.ts";
import { durationText } from "./duration.ts";
import { changeButton } from "./fields.ts";
import { type Html, html } from "./html.ts";
import { badge, phaseTones, ticker } from "./parts.ts";

const outcomeTones = { none: "quiet", waiting: "busy", working: "busy", installed: "good", failed: "bad" } as const;

/** What became of the packages in one word. */
export function packagesBadge({ outcome }: Pick<PackagesView, "outcome">): Html {
  if (outcome === "none") return html`<span class="faint">None</span>`;
  return badge(outcomeTones[outcome], outcome.toUpperCase());
}

/** What became of the packages that an agent was offered. */
export function packagesOutcomePart(uid: string, connected: boolean, view: PackagesView): Html {
  const { outcome, sentAt, tookMs, report } = view;
  const isOver = outcome === "installed" || outcome === "failed";
  return html`<div class="outcome ${outcomeTones[outcome]}">
      <p>
        ${outcome !== "none" && packagesBadge(view)} ${sentence(connected, view)}
        ${isOver && tookMs !== null && html`<span class="took">It took ${durationText(tookMs)}.</span>`}
        ${!isOver && outcome !== "none" && sentAt !== null && connected && view.reports && ticker(sentAt)}
      </p>
      ${report !== null && report.error !== "" && reason(report.error)}
    </div>
    ${
      outcome === "failed" &&
      html`<div class="actions">
        ${changeButton({ id: "packages-again", action: `/agents/${uid}/packages/again`, text: "Offer Once More", tone: "secondary" })}
      </div>`
    }`;
}

function sentence(connected: boolean, { outcome, sentAt, reports, accepted }: PackagesView): string {
  switch (outcome) {
    case "none":
      return accepted ? "Nothing is offered to this agent." : "This agent accepts no packages.";
    case "working":
      return "The agent is about it.";
    case "installed":
      return connected ? "The agent has what it was offered." : "The agent had it when it was last seen.";
    case "failed":
      return "The agent could not install it, and goes on with what it had.";
    default:
      if (!connected) return "It is offered as soon as the agent connects.";
      if (sentAt === null) return "It is offered as soon as the agent has said what it has.";
      return reports
        ? "Offered. The agent has not answered yet."
        : "Offered. This agent does not say what became of it.";
  }
}

/** What the agent says of each package, and what it is to have. */
export function packageItems(uid: string, { chosen, report }: PackagesView): Html {
  const reports = report?.packages ?? [];
  const names = [...new Set([...chosen.map(({ entry }) => entry.name), ...reports.map(({ name }) => name)])].sort();
  return html`<ul class="items">
    ${names.map((name) => {
      const choice = chosen.find(({ entry }) => entry.name === name);
      const said = reports.find((candidate) => candidate.name === name);
      return html`<li id="package-${encodeURIComponent(name)}">
        <p>
          <strong><bdi>${packageTitle(name)}</bdi></strong>
          ${said && badge(phaseTones[said.phase], said.phase)}
          ${said && said.hasVersion !== "" && html`<span class="small">has <bdi>${said.hasVersion}</bdi></span>`}
        </p>
        ${said?.progress && downloadPart(said.progress)} ${said && said.error !== "" && reason(said.error)}
        ${
          choice &&
          html`<p class="faint small">
              Offered: <bdi>${choice.entry.version}</bdi>${choice.scope === "all" && ", to all agents"}
            </p>
            ${
              choice.scope === "own" &&
              changeButton({
                id: `withdraw-${encodeURIComponent(name)}`,
                action: `/agents/${uid}/packages/withdraw`,
                text: "Withdraw",
                about: packageTitle(name),
                values: { name },
                tone: "secondary",
              })
            }`
        }
      </li>`;
    })}
  </ul>`;
}

/** How far a download is. */
export function downloadPart({ percent, bytesPerSecond }: NonNullable<PackageReport["progress"]>): Html {
  const shown = Math.max(0, Math.min(100, Math.round(percent)));
  return html`<p class="small">
    <progress max="100" value="${shown}" aria-label="Downloaded">${shown} %</progress>
    ${shown} %, ${sizeText(bytesPerSecond)}/s
  </p>`;
}

function reason(text: string): Html {
  return html`<pre class="reason bad" tabindex="0" role="group" aria-label="Reason"><bdi>${text}</bdi></pre>`;
}

/** Bytes for people. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A package by what it is and which version. */
export function packageLabel({ name, version }: Pick<StoredPackage, "name" | "version">): string {
  return `${packageTitle(name)} ${version}`;
}
