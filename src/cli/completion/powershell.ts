import type { CommandTree, CommandWords, Offer } from "./tree.ts";

/** For PowerShell 5.1 and later. Where it offers nothing, PowerShell offers files itself. */
export function powershellCompletion({ withoutCommand, commands }: CommandTree): string {
  return `# Completion of opampsupervisor for PowerShell: opampsupervisor completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName @('opampsupervisor', 'opampsupervisor.exe') -ScriptBlock {
  param($word, $ast, $position)
  $commands = [ordered]@{
${commands.map(commandEntry).join("\n")}
  }
  $before = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.Extent.Text })
  $offer = { param($text, $about) [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $about) }
  if ($before.Count -le 1 -and -not $word.StartsWith('-')) {
    foreach ($name in $commands.Keys) { if ($name.StartsWith($word)) { & $offer $name $commands[$name].about } }
    return
  }
  $name = '${withoutCommand.name}'
  if ($before.Count -gt 1 -and -not $before[1].StartsWith('-')) { $name = $before[1] }
  $command = $commands[$name]
  if ($null -eq $command) { return }
  if ($word.StartsWith('-')) {
    foreach ($flag in $command.flags.Keys) { if ($flag.StartsWith($word)) { & $offer $flag $command.flags[$flag] } }
    return
  }
  $words = $command.words
  if ($before.Count -gt 1 -and $command.values.Contains($before[-1])) { $words = $command.values[$before[-1]] }
  foreach ($one in $words) { if ($one.StartsWith($word)) { & $offer $one $one } }
}
`;
}

function commandEntry({ name, description, flags, operands }: CommandWords): string {
  const all = flags.flatMap(({ spellings, description: about }) =>
    spellings.map((spelling) => `${quoted(spelling)} = ${quoted(about)}`),
  );
  const values = flags.flatMap(({ spellings, value }) =>
    value === undefined || value === "anything" ? [] : [`${quoted(spellings[0] ?? "")} = ${wordList(value)}`],
  );
  const facts = [
    `about = ${quoted(description)}`,
    `flags = [ordered]@{ ${all.join("; ")} }`,
    `values = @{ ${values.join("; ")} }`,
    `words = ${operands === undefined ? "@()" : wordList(operands)}`,
  ];
  return `    ${quoted(name)} = @{ ${facts.join("; ")} }`;
}

function wordList(offer: Offer): string {
  return offer.offer === "words" ? `@(${offer.words.map(quoted).join(", ")})` : "@()";
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
