import { createYamlEditor } from "./editor/yaml-editor.ts";
import type { LivePage } from "./live-page.ts";
import { postJson } from "./post-json.ts";

/** The box `Additional Configuration`: an editor in place of the text area, and a button that stays on the page. */
export function startConfigurationForm(live: LivePage): void {
  const form = document.querySelector<HTMLFormElement>("form[data-save]");
  const fieldset = document.querySelector<HTMLFieldSetElement>("#editor");
  const area = document.querySelector<HTMLTextAreaElement>("#config");
  const button = form?.querySelector("button");
  if (form === null || fieldset === null || area === null || !button) return;

  /** As the server has it. */
  let saved = area.value;
  let savedElsewhere = false;
  let sending = false;
  const editor = createYamlEditor({
    area,
    nonce: document.querySelector<HTMLMetaElement>("meta[name=style-nonce]")?.content ?? "",
    editable: !fieldset.disabled,
    changed: () => tell(),
    save: () => form.requestSubmit(),
  });

  const tell = () => {
    const unsaved = editor.text() !== saved;
    const elsewhere = savedElsewhere ? "Another text was saved meanwhile; sending replaces it. " : "";
    write("unsaved", unsaved ? `${elsewhere}Not saved yet` : "");
  };

  const trouble = (text: string) => {
    const place = document.getElementById("save-trouble");
    const line = document.createElement("p");
    line.className = "outcome bad";
    line.textContent = text;
    place?.replaceChildren(...(text === "" ? [] : [line]));
  };

  const send = async () => {
    if (sending) return;
    sending = true;
    const text = editor.text();
    const label = button.textContent;
    button.textContent = "Sending…";
    button.setAttribute("aria-disabled", "true");
    const posted = await postJson(form.dataset["save"] ?? "", { config: text });
    button.textContent = label;
    button.removeAttribute("aria-disabled");
    sending = false;
    trouble(posted.kind === "done" ? "" : `Not saved: ${posted.reason} The text is still here.`);
    if (posted.kind !== "done") return;
    saved = text;
    savedElsewhere = false;
    tell();
    await live.refresh();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });
  addEventListener("beforeunload", (event) => {
    if (editor.text() !== saved) event.preventDefault();
  });

  live.adopts((fresh) => {
    const disabled = fresh.querySelector<HTMLFieldSetElement>("#editor")?.disabled ?? false;
    if (disabled !== fieldset.disabled) {
      fieldset.disabled = disabled;
      editor.setEditable(!disabled);
    }
    const newest = fresh.querySelector<HTMLTextAreaElement>("#config")?.value;
    if (newest === undefined || newest === saved || sending) return;
    savedElsewhere = editor.text() !== saved;
    saved = newest;
    if (!savedElsewhere) editor.setText(newest);
    tell();
  });
}

function write(id: string, text: string): void {
  const element = document.getElementById(id);
  if (element !== null && element.textContent !== text) element.textContent = text;
}
