import type { PackagesView } from "../packages/package-view.ts";
import { packageTitle, type StoredPackage, supervisorName } from "../packages/stored-package.ts";
import { durationText } from "./duration.ts";
import { changeButton, choice, textField } from "./fields.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { outcomesCard } from "./outcomes-card.ts";
import { downloadPart, packageLabel, packagesBadge, sizeText } from "./packages-part.ts";
import { badge, card, missing, moment } from "./parts.ts";

export interface PackagesPageOptions {
  packages: readonly StoredPackage[];
  /** What is offered to all, by the name of the package. */
  forAll: ReadonlyMap<string, StoredPackage>;
  agents: readonly AgentPackages[];
  /** PEM. */
  publicKey: string;
  publicKeyFile: string;
}

export interface AgentPackages {
  uid: string;
  name: string;
  view: PackagesView;
}

/** The packages of this server, how one is added, for whom they are, and what became of it. */
export function packagesPage(options: PackagesPageOptions): Response {
  const body = html`<div class="heading"><h1>Packages</h1></div>
    <p class="faint">
      A package is a Collector, something beside it, or the supervisor itself. It is signed here and offered to agents,
      which fetch it, check it, try it, and go back where it does not work.
    </p>
    <div class="columns">
      <div>${listCard(options)} ${uploadCard()}</div>
      <div>
        ${outcomesCard({ id: "package-outcomes", agents: options.agents, order, badge: packagesBadge, item: outcomeItem })}
        ${keyCard(options)}
      </div>
    </div>`;
  return layout({ title: "Packages", body });
}

function listCard({ packages, forAll }: PackagesPageOptions): Html {
  return card({
    id: "package-list",
    title: "On this server",
    body:
      packages.length === 0
        ? missing("Nothing was uploaded yet.")
        : html`<ul class="items">
            ${packages.map((entry) => packageItem(entry, forAll.get(entry.name)?.id === entry.id))}
          </ul>`,
  });
}

function packageItem(entry: StoredPackage, isForAll: boolean): Html {
  const { id, name, fileName, sha256, size, savedAt } = entry;
  const about = packageLabel(entry);
  return html`<li id="package-${id}">
    <p>
      <strong><bdi>${about}</bdi></strong> ${isForAll && badge("busy", "offered to all")}
    </p>
    <p class="faint small">
      <bdi>${fileName}</bdi>, ${sizeText(size)}, uploaded ${moment(savedAt, "ago")}, SHA-256
      <code>${sha256.slice(0, 32)}…</code>
    </p>
    ${name === supervisorName && html`<p class="small">Agents refuse it where <code>accepts_supervisor_package</code> is off.</p>`}
    <div class="actions">
      ${
        isForAll
          ? changeButton({
              id: `withdraw-${id}`,
              action: "/packages/withdraw",
              text: "Withdraw from All",
              about,
              values: { name },
              tone: "secondary",
            })
          : changeButton({
              id: `offer-${id}`,
              action: "/packages/offer",
              text: "Offer to All",
              about,
              values: { package: String(id) },
            })
      }
      <details id="remove-${id}">
        <summary>Remove…<span class="visually-hidden"> ${about}</span></summary>
        <p class="small">
          It is not offered any more then. Agents that run a Collector or a supervisor go on with it; an add-on goes
          with the next change.
        </p>
        ${changeButton({ id: `remove-${id}-form`, action: "/packages/remove", text: "Remove", about, values: { package: String(id) }, tone: "danger" })}
      </details>
    </div>
  </li>`;
}

/** A plain form, as a file is no text: the page is loaded anew after it. */
function uploadCard(): Html {
  return html`<section class="card" aria-labelledby="upload-title">
    <h2 id="upload-title">Upload</h2>
    <form id="upload" method="post" action="/packages" enctype="multipart/form-data">
      ${choice({
        id: "upload-kind",
        name: "kind",
        label: "What it is",
        value: "collector",
        options: [
          ["collector", "A Collector: what the supervisor runs"],
          ["addon", "An add-on: something beside it"],
          ["supervisor", "A supervisor: the agent itself"],
        ],
      })}
      ${textField({ id: "upload-name", name: "name", label: "Name", value: "", placeholder: "rules", hint: "Of an add-on: letters, digits, dots, hyphens and underscores." })}
      ${textField({ id: "upload-version", name: "version", label: "Version", value: "", placeholder: "v0.150.0", required: true, hint: "A Collector or a supervisor must say the same of itself." })}
      <div class="field">
        <label for="upload-file">File</label>
        <p class="faint small" id="upload-file-hint">
          A Collector or a supervisor: an executable, or a .tar.gz, .tar.zst or .zip that holds it. An add-on: any file,
          or an archive of files.
        </p>
        <input type="file" id="upload-file" name="file" required aria-describedby="upload-file-hint" />
      </div>
      <div class="actions"><button type="submit">Upload and Sign</button></div>
    </form>
  </section>`;
}

/** Those in trouble come first. */
const order = ["failed", "working", "waiting", "installed"] as const;

function outcomeItem({ uid, name, view }: AgentPackages): Html {
  const { tookMs, report } = view;
  const packages = report?.packages ?? [];
  const failures = packages.filter(({ error }) => error !== "");
  return html`<li id="outcome-${uid}">
    <p>
      <a href="/agents/${uid}#packages"><bdi>${name}</bdi></a> ${packagesBadge(view)}
      ${tookMs !== null && html`<span class="faint small">in ${durationText(tookMs)}</span>`}
    </p>
    ${packages.map(
      ({ name: which, progress }) =>
        progress &&
        html`<p class="small"><bdi>${packageTitle(which)}</bdi></p>
          ${downloadPart(progress)}`,
    )}
    ${failures.map((failure) => html`<pre class="reason bad"><bdi>${packageTitle(failure.name)}: ${failure.error}</bdi></pre>`)}
  </li>`;
}

function keyCard({ publicKey, publicKeyFile }: PackagesPageOptions): Html {
  return html`<section class="card" aria-labelledby="key-title">
    <h2 id="key-title">Signing Key</h2>
    <p class="small">
      This server signs what is uploaded with a key of its own, which is good for trying it out: in production the key
      lies where no server of agents can reach it.
    </p>
    <details id="key-public">
      <summary>Its public key</summary>
      <pre class="code" tabindex="0" role="group" aria-label="Public key">${publicKey}</pre>
    </details>
    <details id="key-settings">
      <summary>What a supervisor needs in supervisor.yaml</summary>
      <pre class="code" tabindex="0" role="group" aria-label="Settings of a supervisor">
${supervisorSettings(publicKeyFile)}</pre>
      <p class="small">
        For add-ons it also needs their names in <code>agent.package.allowed</code>. A configuration finds the add-on
        <code>rules</code> as <code>\${env:OPAMP_PACKAGE_RULES}</code>. For another version of itself it needs
        <code>accepts_supervisor_package: true</code> among its capabilities.
      </p>
    </details>
  </section>`;
}

/** What a supervisor needs to take packages that are signed with the key of this file, and no others. */
export function supervisorSettings(publicKeyFile: string): string {
  return `capabilities:
  accepts_packages: true
  reports_package_statuses: true
agent:
  package:
    verifier:
      type: key
      key:
        public_keys:
          - file: ${JSON.stringify(publicKeyFile)}
`;
}
