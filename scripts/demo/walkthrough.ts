export interface WalkthroughOptions {
  endpoint: string;
  pageUrl: string;
  storage: string;
  supervisorLog: string;
}

/** What goes into the box of the page: the host's processor figures, printed by the Collector. */
export const additionalConfiguration = `receivers:
  hostmetrics:
    collection_interval: 10s
    scrapers:
      cpu:
exporters:
  debug:
    verbosity: detailed
service:
  pipelines:
    metrics:
      receivers: [hostmetrics]
      exporters: [debug]
`;

/** What the operator of the demo is told: the two addresses, and what to try. */
export function walkthrough({ endpoint, pageUrl, storage, supervisorLog }: WalkthroughOptions): string {
  return `
    The page     ${pageUrl}
    For agents   ${endpoint}

Try this:
  1. Open the page, and the agent on it: it shows Up: true.
  2. Put this into Additional Configuration and press Save and Send to Agent:

${indented(additionalConfiguration)}

  3. See what the Collector does with it:

       curl -s localhost:8888/metrics | grep otelcol_exporter_sent_metric_points
       tail -f ${storage}/agent.log

  4. Break it: write nosuch instead of hostmetrics, send it, and see what comes back.

  5. Follow Connections on the agent's page: send its own metrics to an OTLP endpoint of yours, and see APPLIED, or
     FAILED with the reason. ${pageUrl}connections sets the same for all agents. The other connection
     backend is that of the exporter otlp/backend, where a configuration has one.

  6. The agent asks for a client certificate: approve it on ${pageUrl}certificates, and see it
     come back with that. There it is renewed, and revoked, after which the agent asks for another one.

  7. Upload another Collector on ${pageUrl}packages, under the version that it says of itself, and offer
     it: the agent fetches it, checks it, and runs it, or says why not and goes on with what it has.

The supervisor's log is ${supervisorLog}. Ctrl-C stops everything.`;
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `       ${line}`)
    .join("\n");
}
