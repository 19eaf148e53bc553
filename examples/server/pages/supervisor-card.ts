import type { AgentView } from "../agents/agent-view.ts";
import { supervisorCapability, type SupervisorStatus } from "../agents/supervisor-status.ts";
import { durationText } from "./duration.ts";
import { flowPart, usageText } from "./figures-part.ts";
import { type Content, type Html, html } from "./html.ts";
import { badge, card, missing, moment } from "./parts.ts";

/** How the supervisor of the Collector sees it, and itself: what runs, what it cost, what comes next, what flows. */
export function supervisorCard(agent: AgentView): Html {
  const { supervisor: status, customCapabilities } = agent;
  const none = customCapabilities.includes(supervisorCapability)
    ? "Its supervisor has not said how it is yet."
    : html`This agent does not tell. One under <code>opampsupervisor</code> does (custom capability
        <code>${supervisorCapability}</code>).`;
  return card({
    id: "supervisor",
    title: "Supervisor",
    aside: status && badges(status),
    body: status ? body(agent, status) : missing(none),
  });
}

function badges({ hold, collector }: SupervisorStatus): Html {
  const { deathsInARow: deaths } = collector;
  return html`<span>
    ${hold && badge("busy", "Held")} ${deaths > 0 && badge("bad", deaths === 1 ? "1 end" : `${deaths} ends in a row`)}
  </span>`;
}

function body({ connected }: AgentView, status: SupervisorStatus): Html {
  const { at, collector, configuration, certificate, certificates, outage, hold } = status;
  const { state, since, nextTryAt } = collector;
  return html`${!connected && missing("As it was when the agent was last seen.")}
    <dl class="attributes plain">
      ${row("Collector", since ? html`${state}, since ${moment(since, "clock")}` : state)}
      ${nextTryAt && row("Next try", moment(nextTryAt, "clock"))} ${row("Takes", usageText(collector))}
      ${row("Runs", runs(configuration))} ${row("Outage of the last change", outageText(outage))}
      ${row("Last end", lastEnd(collector))} ${row("Hold", holdText(hold))}
      ${row("Client certificate", certificate ? certificateText(certificate) : "None")}
      ${certificates.map((other) => row("Certificate", html`${certificateText(other)}, of <code>${other.section}</code>`))}
    </dl>
    ${flowPart(collector)} ${earlierEnds(collector)}
    <p class="small faint">As of ${moment(at, "ago")}</p>`;
}

function row(name: string, value: Content): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function runs({ running, fallback }: SupervisorStatus["configuration"]): Content {
  if (running !== undefined) return html`Remote configuration <code title="${running}">${short(running)}</code>`;
  return fallback ? "The operator's fallback configuration" : "The operator's configuration alone";
}

function outageText(outage: SupervisorStatus["outage"]): Content {
  if (outage === undefined) return "None since the supervisor was started";
  const { at, durationMs, by } = outage;
  const length = durationMs === undefined ? "lasts" : durationText(durationMs);
  return html`${length}${by !== undefined && html` by <bdi>${by}</bdi>`}, ${moment(at, "ago")}`;
}

type Death = SupervisorStatus["collector"]["deaths"][number];

function lastEnd({ deaths }: SupervisorStatus["collector"]): Content {
  const last = deaths.at(-1);
  return last === undefined ? "None that nobody asked for" : endText(last);
}

function endText({ at, how, outOfMemory, configuration, version }: Death): Html {
  return html`<bdi>${how}</bdi>${outOfMemory && ", out of memory"}, ${moment(at, "ago")}
    <span class="faint"
      >${configuration !== "" && html` with <code title="${configuration}">${short(configuration)}</code>`}
      ${version !== "" && html` in <bdi>${version}</bdi>`}</span
    >`;
}

/** What is shown above is not repeated. */
function earlierEnds({ deaths }: SupervisorStatus["collector"]): Html | false {
  const earlier = deaths.slice(0, -1).toReversed();
  if (earlier.length === 0) return false;
  return html`<details id="earlier-ends">
    <summary>Ends before <span class="faint">${earlier.length}</span></summary>
    <ul class="items">
      ${earlier.map((death) => html`<li>${endText(death)}</li>`)}
    </ul>
  </details>`;
}

function holdText(hold: SupervisorStatus["hold"]): Content {
  if (hold === undefined) return "None";
  const { since, until, reason, waiting } = hold;
  return html`${reason === "" ? "By the operator" : html`<bdi>${reason}</bdi>`}, since
  ${moment(since, "clock")}${until !== undefined && html`, until ${moment(until, "clock")}`};
  ${waiting.length === 0 ? "nothing waits" : html`<bdi>${waiting.join(", ")}</bdi> waits`}`;
}

function certificateText({ subject, notAfter }: NonNullable<SupervisorStatus["certificate"]>): Html {
  return html`<bdi>${subject}</bdi>, until ${day(notAfter)}`;
}

function day(iso: string): Html {
  return html`<time datetime="${iso}" title="${iso}">${iso.slice(0, 10)}</time>`;
}

function short(hash: string): string {
  return hash.slice(0, 12);
}
