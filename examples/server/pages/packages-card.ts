import type { AgentView } from "../agents/agent-view.ts";
import type { PackagesView } from "../packages/package-view.ts";
import type { StoredPackage } from "../packages/stored-package.ts";
import { changeForm, choice } from "./fields.ts";
import { type Html, html } from "./html.ts";
import { packageItems, packageLabel, packagesBadge, packagesOutcomePart } from "./packages-part.ts";
import { card } from "./parts.ts";

/** The packages of one agent: what it has, what it is offered, how far it is, and the form that offers another one. */
export function packagesCard({ uid, connected }: AgentView, view: PackagesView, all: readonly StoredPackage[]): Html {
  return html`${card({
    id: "packages",
    title: "Packages",
    aside: packagesBadge(view),
    body: html`<div role="status">${packagesOutcomePart(uid, connected, view)}</div>
      ${packageItems(uid, view)}`,
  })}
  ${view.accepted && offerForm(uid, all)}`;
}

/** Outside the live part, as a choice may be half made. */
function offerForm(uid: string, all: readonly StoredPackage[]): Html {
  return html`<section class="card" aria-labelledby="offer-title">
    <h2 id="offer-title">Offer a Package</h2>
    ${
      all.length === 0
        ? html`<p class="missing">This server has none yet. <a href="/packages">Upload one</a></p>`
        : html`${changeForm({
              id: "offer-form",
              action: `/agents/${uid}/packages`,
              body: html`${choice({
                  id: "offer-package",
                  name: "package",
                  label: "Package",
                  value: String(all[0]?.id ?? ""),
                  options: all.map((entry) => [String(entry.id), packageLabel(entry)] as const),
                })}
                <div class="actions"><button type="submit">Offer to This Agent</button></div>`,
            })}
            <p class="small"><a href="/packages">All packages</a></p>`
    }
  </section>`;
}
