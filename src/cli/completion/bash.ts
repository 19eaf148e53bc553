import type { CommandTree, CommandWords, Offer } from "./tree.ts";

/** For bash 3.2 and later, without the package bash-completion. */
export function bashCompletion({ withoutCommand, commands }: CommandTree): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# Completion of opampsupervisor for bash: source <(opampsupervisor completion bash)
_opampsupervisor() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  local flag="" flags="" words="" kind=""
  COMPREPLY=()
  if [[ $word == "=" ]]; then flag=$before word=""
  elif [[ $before == "=" ]]; then flag=\${COMP_WORDS[COMP_CWORD-2]}
  elif [[ $before == --* ]]; then flag=$before
  fi
  if [[ $COMP_CWORD -eq 1 && $word != -* ]]; then
    COMPREPLY=($(compgen -W "${names}" -- "$word"))
    return
  fi
  [[ $command == -* ]] && command=${withoutCommand.name}
  case $command in
${commands.map(commandCase).join("\n")}
    *) return ;;
  esac
  if [[ $word == -* && $before != "=" ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
    return
  fi
  case $kind in
    files) COMPREPLY=($(compgen -f -- "$word")); compopt -o filenames 2>/dev/null ;;
    directories) COMPREPLY=($(compgen -d -- "$word")); compopt -o filenames 2>/dev/null ;;
    words) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
  esac
}
complete -F _opampsupervisor opampsupervisor
`;
}

function commandCase({ name, flags, operands }: CommandWords): string {
  const values = flags.flatMap(({ spellings, value }) =>
    value === undefined ? [] : [`        ${spellings[0]}) ${value === "anything" ? "return" : offerText(value)} ;;`],
  );
  const others = operands === undefined ? [] : [`        *) ${offerText(operands)} ;;`];
  const arms = [...values, ...others];
  const choice = arms.length === 0 ? [] : ["      case $flag in", ...arms, "      esac"];
  return [
    `    ${name})`,
    `      flags="${flags.flatMap(({ spellings }) => spellings).join(" ")}"`,
    ...choice,
    "      ;;",
  ].join("\n");
}

function offerText(offer: Offer): string {
  return offer.offer === "words" ? `kind=words words="${offer.words.join(" ")}"` : `kind=${offer.offer}`;
}
