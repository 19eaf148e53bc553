import type { AgentView } from "../agents/agent-view.ts";
import type { TimelineEntry } from "../store/timeline-event.ts";
import { type Html, html } from "./html.ts";
import { card, missing, moment, phaseTones, type Tone } from "./parts.ts";

/** How many entries the page shows. */
const shown = 60;

interface Words {
  tone: Tone;
  text: string;
  /** In the agent's words. */
  reason?: string;
}

/** What happened to the agent, newest first. */
export function timelineCard({ timeline }: AgentView): Html {
  const body =
    timeline.length === 0
      ? missing("Nothing has happened yet.")
      : html`<ol class="timeline" tabindex="0" aria-label="What happened, newest first">
          ${timeline.slice(0, shown).map(item)}
        </ol>`;
  return card({ id: "timeline", title: "Timeline", body });
}

function item(entry: TimelineEntry): Html {
  const { tone, text, reason } = words(entry);
  return html`<li>
    <span class="dot ${tone}"></span>
    <div>
      <span class="line"><bdi>${text}</bdi></span>
      ${moment(entry.at, "clock")} ${reason && reasonPart(entry, tone, reason)}
    </div>
  </li>`;
}

/** A long reason, such as one with the end of a log, is folded behind its first line. */
function reasonPart(entry: TimelineEntry, tone: Tone, reason: string): Html {
  const [first = "", ...rest] = reason.trim().split("\n");
  const whole = html`<pre class="reason ${tone}"><bdi>${reason}</bdi></pre>`;
  if (rest.length < 3) return whole;
  return html`<details id="reason-${entry.at}-${entry.kind}">
    <summary><bdi>${first}</bdi></summary>
    ${whole}
  </details>`;
}

function words(entry: TimelineEntry): Words {
  switch (entry.kind) {
    case "connected":
      return { tone: "good", text: "Connected" };
    case "disconnected":
      return { tone: "quiet", text: "Disconnected" };
    case "server-restarted":
      return { tone: "quiet", text: "This server was restarted" };
    case "configuration-saved":
      return { tone: "quiet", text: `Configuration ${short(entry.hash)} saved` };
    case "configuration-offered":
      return { tone: "busy", text: `Configuration ${short(entry.hash)} offered` };
    case "configuration-status":
      return statusWords("Configuration", entry);
    case "effective-configuration":
      return { tone: "quiet", text: "Effective configuration changed" };
    case "health":
      return healthWords(entry);
    case "restart-requested":
      return { tone: "busy", text: "Restart requested" };
    case "started":
      return { tone: "good", text: "Started" };
    case "restarted":
      return { tone: "good", text: "Restarted" };
    case "settings-saved":
      return { tone: "quiet", text: `Settings of ${entry.connection} saved` };
    case "settings-withdrawn":
      return { tone: "quiet", text: `Settings of ${entry.connection} withdrawn` };
    case "settings-offered":
      return { tone: "busy", text: `Connection settings ${short(entry.hash)} offered` };
    case "settings-status":
      return statusWords("Connection settings", entry);
    case "certificate-requested":
      return { tone: "busy", text: "Asked for a certificate" };
    case "certificate-denied":
      return { tone: "bad", text: "Certificate denied", reason: entry.error };
    case "certificate-issued":
      return { tone: "good", text: `Certificate ${short(entry.serial)} issued` };
    case "certificate-revoked":
      return { tone: "bad", text: `Certificate ${short(entry.serial)} revoked` };
    case "package-chosen":
      return { tone: "quiet", text: `${entry.package} ${entry.version} chosen` };
    case "package-withdrawn":
      return { tone: "quiet", text: `${entry.package} withdrawn` };
    case "packages-offered":
      return { tone: "busy", text: `Packages ${short(entry.hash)} offered` };
    case "package-status":
      return {
        tone: phaseTones[entry.phase],
        text: `${entry.package} ${entry.version}: ${entry.phase}`,
        reason: entry.error,
      };
    case "moved":
      return { tone: "quiet", text: `Took another uid; it was ${entry.from}` };
    default:
      return { tone: "good", text: `Version ${entry.from} became ${entry.to}` };
  }
}

const statusTones = { UNSET: "quiet", APPLIED: "good", APPLYING: "busy", FAILED: "bad" } as const;

type StatusEntry = Extract<TimelineEntry, { kind: "configuration-status" | "settings-status" }>;

function statusWords(what: string, { hash, status, error }: StatusEntry): Words {
  return {
    tone: statusTones[status],
    text: hash === "" ? status : `${what} ${short(hash)}: ${status}`,
    reason: error,
  };
}

function healthWords({ healthy, status, error }: Extract<TimelineEntry, { kind: "health" }>): Words {
  const word = healthy ? "Healthy" : "Not healthy";
  const passing = status === "StatusStarting" || status === "StatusStopping";
  return {
    tone: healthy ? "good" : passing ? "busy" : "bad",
    text: status === "" ? word : `${word}: ${status}`,
    reason: error,
  };
}

function short(hash: string): string {
  return hash.slice(0, 8);
}
