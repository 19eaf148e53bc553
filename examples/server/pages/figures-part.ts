import type { SupervisorStatus } from "../agents/supervisor-status.ts";
import { type Html, html } from "./html.ts";
import { sizeText } from "./packages-part.ts";
import { missing } from "./parts.ts";

type Collector = SupervisorStatus["collector"];

/** What the Collector takes of the machine: by its own word of the last interval, else by the system's since its start. */
export function usageText({ usage, flow }: Collector): string {
  const [cpu, memory] = [flow?.cpu, flow?.memoryBytes ?? usage?.memoryBytes];
  const processor = cpu === undefined ? usage?.cpuPercent : cpu * 100;
  const known = [
    ...(processor === undefined ? [] : [`${figure(processor)} % of a processor`]),
    ...(memory === undefined ? [] : [`${sizeText(memory)} of memory`]),
  ];
  return known.length === 0 ? "Not known" : known.join(", ");
}

/** What flows through its pipelines, and what waits in its queues. */
export function flowPart({ flow }: Collector): Html {
  return flow ? figures(flow) : missing("The Collector has not said yet what flows through it.");
}

function figures({ pipelines, queues }: NonNullable<Collector["flow"]>): Html {
  const rates = Object.entries(pipelines);
  const fills = Object.entries(queues);
  return html`${rates.length === 0 ? missing("Nothing was counted in its pipelines yet.") : rateTable(rates)}
  ${
    fills.length > 0 &&
    html`<h3 id="queues-title">Queues of exporters</h3>
      <ul class="queues" aria-labelledby="queues-title">
        ${fills.map(queue)}
      </ul>`
  }`;
}

const columns = ["accepted", "sent", "refused", "failed"] as const;

function rateTable(rates: [string, Record<(typeof columns)[number], number>][]): Html {
  return html`<table class="rates">
    <caption>
      Items in a second
    </caption>
    <thead>
      <tr>
        <th scope="col">Pipeline</th>
        ${columns.map((name) => html`<th scope="col">${name.charAt(0).toUpperCase()}${name.slice(1)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rates.map(
        ([id, flows]) =>
          html`<tr>
            <th scope="row"><bdi>${id}</bdi></th>
            ${columns.map((name) => rateCell(name, flows[name]))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** What is lost stands out, and not by its colour alone. */
function rateCell(name: (typeof columns)[number], rate: number): Html {
  const isLoss = (name === "refused" || name === "failed") && rate > 0;
  return html`<td>${isLoss ? html`<strong class="loss">${figure(rate)}</strong>` : figure(rate)}</td>`;
}

function queue([id, fill]: [string, number]): Html {
  const percent = Math.round(Math.min(1, Math.max(0, fill)) * 100);
  return html`<li>
    <bdi>${id}</bdi>
    <meter min="0" max="100" high="80" optimum="0" value="${percent}" aria-label="${id}"></meter>
    <span>${percent} % full</span>
  </li>`;
}

/** Three digits that count: `0`, `0.012`, `1.25`, `120`, `1,200`. */
function figure(value: number): string {
  return new Intl.NumberFormat(
    "en",
    value >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 },
  ).format(value);
}
