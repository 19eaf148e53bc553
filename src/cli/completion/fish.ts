import type { CommandTree, CommandWords, FlagWords, Offer } from "./tree.ts";

/** For fish 3: a file in `~/.config/fish/completions`, or sourced. */
export function fishCompletion({ withoutCommand, commands }: CommandTree): string {
  const names = commands.map(
    ({ name, description }) =>
      `complete -c opampsupervisor -f -n __opampsupervisor_first -a ${name} -d ${quoted(description)}`,
  );
  return `# Completion of opampsupervisor for fish: opampsupervisor completion fish | source
function __opampsupervisor_first
    test (count (commandline -opc)) -eq 1
end
function __opampsupervisor_is
    set -l before (commandline -opc)
    if test (count $before) -lt 2; or string match -q -- '-*' $before[2]
        test $argv[1] = ${withoutCommand.name}
    else
        test $argv[1] = $before[2]
    end
end
complete -c opampsupervisor -f
${[...names, ...commands.flatMap(commandLines)].join("\n")}
`;
}

function commandLines({ name, flags, operands }: CommandWords): string[] {
  const start = `complete -c opampsupervisor -n '__opampsupervisor_is ${name}; and not __opampsupervisor_first'`;
  const startOfFlag = `complete -c opampsupervisor -n '__opampsupervisor_is ${name}'`;
  const words = operands === undefined ? [] : [`${start} ${offerText(operands)}`];
  return [...flags.map((flag) => `${startOfFlag} ${flagText(flag)}`), ...words];
}

function flagText({ spellings, description, value }: FlagWords): string {
  const names = spellings.map((spelling) =>
    spelling.startsWith("--") ? `-l ${spelling.slice(2)}` : `-s ${spelling.slice(1)}`,
  );
  const taken = value === undefined ? "" : ` -r ${value === "anything" ? "-f" : offerText(value)}`;
  return `${names.join(" ")} -d ${quoted(description)}${taken}`;
}

function offerText(offer: Offer): string {
  if (offer.offer === "words") return `-f -a ${quoted(offer.words.join(" "))}`;
  return offer.offer === "files" ? "-F" : "-f -a '(__fish_complete_directories)'";
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
