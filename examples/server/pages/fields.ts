import { type Content, type Html, html } from "./html.ts";

interface Field {
  /** Unique on the page. */
  id: string;
  /** Of the value in the form. */
  name: string;
  label: string;
  /** Below the label. Default: none. */
  hint?: Content;
}

export interface TextFieldOptions extends Field {
  value: string;
  /** Default `text`. */
  type?: "text" | "url" | "number";
  placeholder?: string;
  /** Default: it may be left empty. */
  required?: boolean;
}

/** A line of text with its label. */
export function textField({ type = "text", placeholder, required, value, ...field }: TextFieldOptions): Html {
  return labelled(
    field,
    html`<input
      id="${field.id}"
      name="${field.name}"
      type="${type}"
      value="${value}"
      autocomplete="off"
      spellcheck="false"
      ${placeholder !== undefined && html`placeholder="${placeholder}"`}
      ${type === "number" && html`min="0" step="1" inputmode="numeric"`}
      ${required && html`required`}
      ${described(field)}
    />`,
  );
}

export interface TextAreaOptions extends Field {
  value: string;
  /** Default 3. */
  rows?: number;
}

/** Lines of text with their label. */
export function textArea({ value, rows = 3, ...field }: TextAreaOptions): Html {
  return labelled(
    field,
    html`<textarea
      class="short"
      id="${field.id}"
      name="${field.name}"
      rows="${rows}"
      spellcheck="false"
      autocomplete="off"
      autocapitalize="off"
      ${described(field)}
    >
${value}</textarea>`,
  );
}

export interface ChoiceOptions extends Field {
  value: string;
  options: readonly (readonly [value: string, text: string])[];
}

/** One of a few, with its label. */
export function choice({ value, options, ...field }: ChoiceOptions): Html {
  return labelled(
    field,
    html`<select id="${field.id}" name="${field.name}" ${described(field)}>
      ${options.map(
        ([option, text]) => html`<option value="${option}" ${option === value && html`selected`}>${text}</option>`,
      )}
    </select>`,
  );
}

export interface CheckOptions extends Omit<Field, "hint"> {
  checked: boolean;
}

/** Yes or no. */
export function check({ id, name, label, checked }: CheckOptions): Html {
  return html`<div class="check">
    <input type="checkbox" id="${id}" name="${name}" ${checked && html`checked`} />
    <label for="${id}">${label}</label>
  </div>`;
}

function labelled({ id, label, hint }: Field, control: Html): Html {
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${hint !== undefined && html`<p class="faint small" id="${id}-hint">${hint}</p>`} ${control}
  </div>`;
}

function described({ id, hint }: Field): Content {
  return hint !== undefined && html`aria-describedby="${id}-hint"`;
}

export interface ChangeFormOptions {
  /** Unique on the page. */
  id: string;
  action: string;
  body: Content;
}

/** A form that the script sends without leaving the page; what went wrong stands in it. */
export function changeForm({ id, action, body }: ChangeFormOptions): Html {
  return html`<form id="${id}" method="post" action="${action}" data-change>
    ${body}
    <div role="alert" data-trouble></div>
  </form>`;
}

export interface ChangeButtonOptions {
  /** Unique on the page. */
  id: string;
  action: string;
  text: string;
  /** What it is about, for those who hear the button alone. Default: its text says enough. */
  about?: string;
  /** Values that go along. Default: none. */
  values?: Readonly<Record<string, string>>;
  /** `secondary`: beside the one that matters most; `danger`: cannot be undone. Default: neither. */
  tone?: "secondary" | "danger";
}

/** A form that is one button. */
export function changeButton({ id, action, text, about, values = {}, tone }: ChangeButtonOptions): Html {
  return changeForm({
    id,
    action,
    body: html`${Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button type="submit" ${tone && html`class="${tone}"`}>
        ${text}${about !== undefined && html`<span class="visually-hidden"> ${about}</span>`}
      </button>`,
  });
}
