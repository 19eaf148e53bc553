import type { SettingsView } from "../connections/connection-view.ts";
import { type ConnectionKind, usualHeartbeatSeconds } from "../connections/settings.ts";
import { changeForm, check, choice, textArea, textField } from "./fields.ts";
import { type Content, type Html, html } from "./html.ts";

export interface SettingsFormOptions {
  /** Before the ids of the form, which are to be unique on the page. */
  prefix: string;
  action: string;
  kind: ConnectionKind;
  /** What is saved; its secrets are not in it. Default: nothing. */
  saved?: SettingsView | undefined;
  /** Shown as the endpoint where nothing is saved. Default: nothing. */
  address?: string;
}

const versions = [
  ["", "As the agent has it"],
  ["1.2", "TLS 1.2"],
  ["1.3", "TLS 1.3"],
] as const;

/** The settings of one connection; headers and keys that are saved are not shown in it, and stay where they are left out. */
export function settingsForm(options: SettingsFormOptions): Html {
  const { prefix, action, kind, saved } = options;
  const isNew = kind === "other" && saved === undefined;
  return changeForm({
    id: `${prefix}-form`,
    action,
    body: html`${
        isNew
          ? textField({ id: `${prefix}-name`, name: "name", label: "Name", value: "", required: true })
          : html`<input type="hidden" name="name" value="${saved?.name ?? ""}" />`
      }
      ${endpointField(options)} ${headersFields(options)} ${kind === "opamp" && heartbeatField(options)}
      ${kind === "other" && optionsField(options)} ${tlsPart(options)} ${certificatePart(options)} ${proxyPart(options)}
      <div class="actions"><button type="submit">Save and Offer</button></div>`,
  });
}

function endpointField({ prefix, kind, saved, address = "" }: SettingsFormOptions): Html {
  const common = { id: `${prefix}-endpoint`, name: "endpoint", label: "Endpoint", value: saved?.endpoint ?? address };
  if (kind === "opamp") {
    return textField({
      ...common,
      required: true,
      placeholder: "wss://host:4320/v1/opamp",
      hint: "ws, wss, http or https.",
    });
  }
  if (kind === "other") return textField({ ...common, hint: "What it has to be, the agent knows." });
  const path = kind.replace("own_", "/v1/");
  const hint = "OTLP over HTTP: a whole https URL. Leave it empty to make the agent stop sending.";
  return textField({ ...common, placeholder: `https://host:4318${path}`, hint });
}

function headersFields({ prefix, saved }: SettingsFormOptions): Html {
  const names = saved?.headers ?? [];
  return html`${textArea({
    id: `${prefix}-headers`,
    name: "headers",
    label: "Headers",
    value: names.map((name) => `${name}:`).join("\n"),
    rows: Math.max(2, names.length + 1),
    hint: html`One a line, <code>Name: value</code>. Values are not shown again: a name without one keeps it. None:
      those of the agent stay.`,
  })}
  ${check({ id: `${prefix}-no-headers`, name: "no_headers", label: "No headers at all", checked: saved?.headers?.length === 0 })}`;
}

function heartbeatField({ prefix, saved }: SettingsFormOptions): Html {
  return textField({
    id: `${prefix}-heartbeat`,
    name: "heartbeat",
    label: "Heartbeat interval, seconds",
    type: "number",
    value: String(saved?.heartbeatSeconds ?? usualHeartbeatSeconds),
    hint: "0 switches heartbeats off. Over HTTP it is the time between two polls.",
  });
}

function optionsField({ prefix, saved }: SettingsFormOptions): Html {
  return textArea({
    id: `${prefix}-options`,
    name: "options",
    label: "Options of the agent's own",
    value: Object.entries(saved?.options ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join("\n"),
    hint: html`One a line, <code>name=value</code>. They are shown: no place for a secret.`,
  });
}

function tlsPart({ prefix, saved }: SettingsFormOptions): Html {
  const tls = saved?.tls;
  return part(
    `${prefix}-tls`,
    "TLS",
    tls ? "set" : "as the agent has it",
    html`${textArea({
      id: `${prefix}-tls-ca`,
      name: "tls_ca",
      label: "Authorities to trust, PEM",
      value: tls?.ca ?? "",
      hint: "What is set here takes the place of all TLS settings of the agent; with nothing set, they stay.",
    })}
    ${check({
      id: `${prefix}-tls-system`,
      name: "tls_system",
      label: "Trust the system's authorities too",
      checked: tls?.includeSystemCas ?? false,
    })}
    ${check({
      id: `${prefix}-tls-insecure`,
      name: "tls_insecure",
      label: "Do not verify the other side (agents may refuse this)",
      checked: tls?.insecureSkipVerify ?? false,
    })}
    ${choice({ id: `${prefix}-tls-min`, name: "tls_min", label: "Lowest version", value: tls?.minVersion ?? "", options: versions })}
    ${choice({ id: `${prefix}-tls-max`, name: "tls_max", label: "Highest version", value: tls?.maxVersion ?? "", options: versions })}
    ${textArea({
      id: `${prefix}-tls-ciphers`,
      name: "tls_ciphers",
      label: "Cipher suites, of TLS 1.2",
      value: (tls?.cipherSuites ?? []).join("\n"),
      rows: 2,
    })}`,
  );
}

function certificatePart({ prefix, kind, saved }: SettingsFormOptions): Html {
  const certificate = saved?.certificate;
  const issued = kind === "opamp" && " Where this server has issued the agent a certificate, that one is offered.";
  return part(
    `${prefix}-certificate`,
    "Client certificate",
    certificate ? "set" : kind === "opamp" ? "none, or the one issued here" : "none",
    html`${textArea({
      id: `${prefix}-cert`,
      name: "cert",
      label: "Certificate, PEM",
      value: certificate?.cert ?? "",
      hint: html`With none the agent is to show none.${issued}`,
    })}
    ${textArea({
      id: `${prefix}-key`,
      name: "key",
      label: "Private key, PEM",
      value: "",
      hint: certificate ? "A key is set, and not shown. Leave this empty to keep it." : "It is not shown again.",
    })}
    ${textArea({
      id: `${prefix}-ca-cert`,
      name: "ca_cert",
      label: "Certificate of the authority that signed it, PEM",
      value: certificate?.caCert ?? "",
    })}`,
  );
}

function proxyPart({ prefix, saved }: SettingsFormOptions): Html {
  const proxy = saved?.proxy;
  const names = proxy?.headers ?? [];
  return part(
    `${prefix}-proxy`,
    "Proxy",
    proxy ? "set" : "as the agent has it",
    html`${textField({ id: `${prefix}-proxy-url`, name: "proxy_url", label: "Proxy", value: proxy?.url ?? "", placeholder: "http://proxy:3128" })}
    ${textArea({
      id: `${prefix}-proxy-headers`,
      name: "proxy_headers",
      label: "Headers for the proxy",
      value: names.map((name) => `${name}:`).join("\n"),
      rows: Math.max(2, names.length + 1),
      hint: "As above.",
    })}`,
  );
}

function part(id: string, title: string, state: string, body: Content): Html {
  return html`<details id="${id}">
    <summary>${title} <span class="faint">${state}</span></summary>
    ${body}
  </details>`;
}
