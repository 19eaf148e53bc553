import type { SettingsView } from "../connections/connection-view.ts";
import type { ConnectionKind } from "../connections/settings.ts";
import { changeButton } from "./fields.ts";
import { type Content, type Html, html } from "./html.ts";
import { badge, missing, moment } from "./parts.ts";
import { settingsForm } from "./settings-form.ts";

export interface SettingsCardsOptions {
  /** Begins the paths of the forms. */
  base: string;
  /** What is saved for this page's agent or agents, and what holds for all. */
  settings: readonly SettingsView[];
  /** `own`: of one agent; `all`: of all. */
  scope: "own" | "all";
  /** Kinds that can be set here. */
  accepted: readonly ConnectionKind[];
  /** The address that the agent uses. Default: not known. */
  address?: string;
}

const titles: Record<ConnectionKind, string> = {
  opamp: "OpAMP connection",
  own_metrics: "Own metrics",
  own_traces: "Own traces",
  own_logs: "Own logs",
  other: "Other connections",
};

const signals = ["own_metrics", "own_traces", "own_logs"] as const;

/** A card for the connection to the server, one for own telemetry, and one for other connections. */
export function settingsCards(options: SettingsCardsOptions): Html {
  return html`${card("opamp", titles.opamp, one(options, "opamp"))}
  ${card(
    "telemetry",
    "Own telemetry",
    signals.map(
      (kind) =>
        html`<h3 id="${kind}">${titles[kind]}</h3>
          ${one(options, kind)}`,
    ),
  )}
  ${card("other", titles.other, others(options))}`;
}

function card(id: string, title: string, body: Content): Html {
  return html`<section class="card" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section>`;
}

function one(options: SettingsCardsOptions, kind: ConnectionKind): Html {
  const { base, settings, scope, accepted, address } = options;
  const here = settings.find((entry) => entry.kind === kind && entry.scope === scope);
  const forAll = settings.find((entry) => entry.kind === kind && entry.scope === "all");
  if (!accepted.includes(kind)) return missing(refusals[kind]);
  const action = `${base}/connections/${kind}`;
  const form = settingsForm({ prefix: kind, action, kind, saved: here, ...(address !== undefined && { address }) });
  return html`${state(`${kind}-state`, here, forAll)} ${folded(kind, titles[kind], form, kind === "opamp")}
  ${withdrawal({ prefix: kind, action, saved: here, title: titles[kind], name: "" })}`;
}

function others(options: SettingsCardsOptions): Html {
  const { base, settings, scope, accepted } = options;
  if (!accepted.includes("other")) return missing(refusals.other);
  const action = `${base}/connections/other`;
  const entries = settings.filter(({ kind }) => kind === "other");
  const items = entries.map((entry) => {
    const here = entry.scope === scope ? entry : undefined;
    const prefix = `other-${encodeURIComponent(entry.name)}`;
    return html`<h3><bdi>${entry.name}</bdi></h3>
      ${state(`${prefix}-state`, here, entry.scope === "all" ? entry : undefined)}
      ${here && folded(prefix, entry.name, settingsForm({ prefix, action, kind: "other", saved: here }), false)}
      ${withdrawal({ prefix, action, saved: here, title: entry.name, name: entry.name })}`;
  });
  return html`<div data-live id="others">${entries.length === 0 && missing("None is set.")} ${items}</div>
    <h3>Another one</h3>
    ${folded("other-new", "another connection", settingsForm({ prefix: "other-new", action, kind: "other" }), false)}`;
}

const refusals: Record<ConnectionKind, string> = {
  opamp: "This agent does not accept settings of its connection to the server.",
  own_metrics: "This agent does not report metrics of its own.",
  own_traces: "This agent does not report traces of its own.",
  own_logs: "This agent does not report logs of its own.",
  other: "This agent does not accept settings of other connections.",
};

/** What is offered now, in one line. */
function state(id: string, here: SettingsView | undefined, forAll: SettingsView | undefined): Html {
  const entry = here ?? forAll;
  const text = entry && (entry.endpoint === "" ? "no endpoint" : entry.endpoint);
  const whose = here === undefined ? "set for all agents" : here.scope === "own" ? "set for this agent" : "set";
  return html`<p data-live id="${id}" class="small">
    ${
      entry
        ? html`${badge("quiet", whose)} <code>${text}</code>${entry.headers && html`, ${headers(entry.headers)}`}, saved
            ${moment(entry.savedAt, "ago")}`
        : html`<span class="missing">Nothing is set.</span>`
    }
  </p>`;
}

function headers(names: readonly string[]): Html {
  return names.length === 0 ? html`no headers` : html`headers <bdi>${names.join(", ")}</bdi> set`;
}

function folded(prefix: string, what: string, form: Html, open: boolean): Html {
  return html`<details class="settings" id="${prefix}-settings" ${open && html`open`}>
    <summary>Settings<span class="visually-hidden"> of ${what}</span></summary>
    ${form}
  </details>`;
}

interface Withdrawal {
  prefix: string;
  action: string;
  saved: SettingsView | undefined;
  title: string;
  name: string;
}

function withdrawal({ prefix, action, saved, title, name }: Withdrawal): Html {
  return html`<div data-live id="${prefix}-withdrawal">
    ${
      saved &&
      html`${changeButton({ id: `${prefix}-withdraw`, action: `${action}/withdraw`, text: "Withdraw", about: title, values: { name }, tone: "secondary" })}
        <p class="faint small">It is not offered any more then; an agent that has it keeps it.</p>`
    }
  </div>`;
}
