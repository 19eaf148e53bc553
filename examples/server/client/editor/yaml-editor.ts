import { autocompletion, closeBrackets, type CompletionSource } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

import { complaintsAbout } from "./complaints.ts";
import { componentsOnPage, configurationsOnPage } from "./page-facts.ts";
import { placeAt } from "./place.ts";
import { createProblemList } from "./problems.ts";
import { suggestionsAt } from "./suggestions.ts";

export interface YamlEditor {
  text(): string;
  setText(text: string): void;
  setEditable(editable: boolean): void;
}

export interface YamlEditorOptions {
  /** What it takes the place of, the text included. */
  area: HTMLTextAreaElement;
  /** The styles of the editor are let in by it. */
  nonce: string;
  editable: boolean;
  /** The text is another one now. */
  changed(): void;
  /** The keys for saving were pressed. */
  save(): void;
}

/** Milliseconds after the last key until the text is looked through. */
const lintDelayMs = 250;

/** An editor for YAML under the name that the text area had. Tab goes on to the next control, as everywhere else. */
export function createYamlEditor({ area, nonce, editable, changed, save }: YamlEditorOptions): YamlEditor {
  const access = new Compartment();
  const place = document.createElement("ul");
  place.id = "problems";
  place.hidden = true;
  place.setAttribute("aria-label", "Mistakes in the text");
  const view = new EditorView({
    doc: area.value,
    extensions: [
      EditorView.cspNonce.of(nonce),
      access.of(accessTo(editable)),
      keymap.of([
        { key: "Mod-s", run: () => (save(), true) },
        { key: "Mod-Enter", run: () => (save(), true) },
        ...lintKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
      history(),
      lineNumbers(),
      lintGutter(),
      drawSelection(),
      highlightActiveLine(),
      bracketMatching(),
      closeBrackets(),
      indentUnit.of("  "),
      EditorState.tabSize.of(2),
      yaml(),
      syntaxHighlighting(classHighlighter),
      autocompletion({ override: [complete], icons: false }),
      linter(
        lint(() => showProblems),
        { delay: lintDelayMs },
      ),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed();
      }),
    ],
  });
  const showProblems = createProblemList({
    place,
    show: ({ from }) => {
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
  });
  const label = document.querySelector<HTMLLabelElement>("#config-title label");
  label?.addEventListener("click", () => view.focus());
  label?.removeAttribute("for");
  area.replaceWith(view.dom);
  view.dom.after(place);
  return {
    text: () => view.state.doc.toString(),
    setText: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    setEditable: (now) => view.dispatch({ effects: access.reconfigure(accessTo(now)) }),
  };
}

function accessTo(editable: boolean): Extension {
  return [
    EditorState.readOnly.of(!editable),
    EditorView.editable.of(editable),
    EditorView.contentAttributes.of({
      "aria-labelledby": "config-title",
      "aria-describedby": "config-hint",
      ...(!editable && { "aria-disabled": "true", tabindex: "0" }),
    }),
  ];
}

function lint(problems: () => (complaints: ReturnType<typeof complaintsAbout>) => void) {
  return (view: EditorView): Diagnostic[] => {
    const text = view.state.doc.toString();
    const complaints = complaintsAbout(text, componentsOnPage());
    problems()(complaints);
    return complaints.map(({ severity, from, to, message }) => ({ severity, from, to, message }));
  };
}

/** At a component's own place the list opens as soon as a word begins; elsewhere, and without a word, when asked for. */
const complete: CompletionSource = ({ state, pos, explicit }) => {
  const place = placeAt(state.doc.toString(), pos);
  if (place === undefined || (place.word === "" && !explicit)) return null;
  const texts = [state.doc.toString(), ...configurationsOnPage()];
  const suggestions = suggestionsAt(place, componentsOnPage(), texts);
  if (suggestions.length === 0) return null;
  return {
    from: place.from,
    options: suggestions.map(({ label, detail, insert = label }) => ({ label, detail, apply: insert })),
    validFor: /^[\w./-]*$/,
  };
};
