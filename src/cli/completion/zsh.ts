import type { CommandTree, CommandWords, FlagWords, Offer } from "./tree.ts";

/** For zsh: a file `_opampsupervisor` in a directory of `fpath`, or sourced behind `compinit`. */
export function zshCompletion({ withoutCommand, commands }: CommandTree): string {
  const names = commands.map(({ name, description }) => `    '${name}:${quoted(description)}'`);
  return `#compdef opampsupervisor
# Completion of opampsupervisor for zsh: source <(opampsupervisor completion zsh)
_opampsupervisor() {
  local -a names
  names=(
${names.join("\n")}
  )
  if (( CURRENT == 2 )) && [[ $words[CURRENT] != -* ]]; then
    _describe -t commands command names
    return
  fi
  local command=$words[2]
  if [[ $command == -* ]]; then
    command=${withoutCommand.name}
  else
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${commands.map(commandCase).join("\n")}
  esac
}
if [[ $funcstack[1] == _opampsupervisor ]]; then
  _opampsupervisor "$@"
else
  compdef _opampsupervisor opampsupervisor
fi
`;
}

function commandCase({ name, flags, operands }: CommandWords): string {
  const specs = [...flags.flatMap(flagSpecs), ...(operands === undefined ? [] : [`'*:word:${actionOf(operands)}'`])];
  return `    ${name})\n      _arguments \\\n        ${specs.join(" \\\n        ")}\n      ;;`;
}

function flagSpecs({ spellings, description, value }: FlagWords): string[] {
  const [long = "", ...short] = spellings;
  const text = quoted(description).replaceAll(/[[\]]/g, "");
  if (value !== undefined) {
    return [`'${long}=[${text}]:value:${value === "anything" ? " " : actionOf(value)}'`];
  }
  const both = [long, ...short];
  return both.map((spelling) => `'(${both.join(" ")})${spelling}[${text}]'`);
}

function actionOf(offer: Offer): string {
  if (offer.offer === "words") return `(${offer.words.join(" ")})`;
  return offer.offer === "files" ? "_files" : "_files -/";
}

/** Within single quotes, where a colon ends a part. */
function quoted(text: string): string {
  return text.replaceAll("'", `'\\''`).replaceAll(":", "\\:");
}
