<#
.SYNOPSIS
Installs opampsupervisor on Windows, which runs an OpenTelemetry Collector and manages it over OpAMP.

.DESCRIPTION
  & ([scriptblock]::Create((Invoke-RestMethod ADDRESS/install.ps1))) -Endpoint wss://opamp.example.com/v1/opamp

As an administrator it becomes a service of the machine, else a program in the user's own directories. What is there already is
replaced as a whole or not at all; a configuration that is there is never touched.

OPAMPSUPERVISOR_RELEASES_URL and OTELCOL_RELEASES_URL name other places to take the releases from (https, or http on this machine).

.PARAMETER Version
Install that one; `newest` asks which that is. Default: the one this script came with.
.PARAMETER Endpoint
OpAMP server (ws, wss, http or https) of a configuration that is not there yet.
.PARAMETER WithCollector
Fetch the Collector (contrib distribution) as well.
.PARAMETER BinDir
Where executables go. Default: %ProgramFiles%\OpenTelemetry OpAMP Supervisor, else %LOCALAPPDATA%\Programs\opampsupervisor.
.PARAMETER NoService
As an administrator: no service, nothing but files.
.PARAMETER Key
PEM file of the public key that must have signed the release.
.PARAMETER DryRun
Say what would be done, and do nothing.
.PARAMETER Uninstall
Remove what was installed; configuration and storage stay.
.PARAMETER Purge
With -Uninstall: those too, the identity of this agent included.
#>
[CmdletBinding()]
param(
  [string]$Version = '',
  [string]$Endpoint = '',
  [switch]$WithCollector,
  [string]$BinDir = '',
  [switch]$NoService,
  [string]$Key = '',
  [switch]$DryRun,
  [switch]$Uninstall,
  [switch]$Purge
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

# `npm run release` writes these: where releases are, the version that this script came with, the key that signs them.
$releases = ''
$pinnedVersion = ''
$publicKey = ''

$collectorReleases = 'https://github.com/open-telemetry/opentelemetry-collector-releases/releases'
$collectorVersion = '0.149.0'

function Test-Administrator {
  $user = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())
  return $user.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
}

function Assert-Arguments {
  if ($Purge -and -not $Uninstall) { throw '-Purge goes with -Uninstall' }
  if ($Endpoint -ne '' -and $Endpoint -cnotmatch '^(ws|wss|http|https)://[A-Za-z0-9:/._~%?=&+,\[\]-]+$') {
    throw '-Endpoint takes a URL with ws, wss, http or https, without user name, password and blanks'
  }
  if ($BinDir -ne '' -and $BinDir -notmatch '^[A-Za-z]:\\') { throw "-BinDir takes an absolute path, not $BinDir" }
  if ($env:PROCESSOR_ARCHITECTURE -ne 'AMD64') { throw "there is no release for $env:PROCESSOR_ARCHITECTURE" }
}

function Get-Places {
  $administrator = Test-Administrator
  $places = @{ Administrator = $administrator; Service = ($administrator -and -not $NoService) }
  if ($administrator) {
    $places.Bin = Join-Path $env:ProgramFiles 'OpenTelemetry OpAMP Supervisor'
    $places.ConfigDir = Join-Path $env:ProgramData 'opampsupervisor'
    $places.Storage = Join-Path $env:ProgramData 'Otelcol\Supervisor'
  } else {
    $places.Bin = Join-Path $env:LOCALAPPDATA 'Programs\opampsupervisor'
    $places.ConfigDir = Join-Path $env:APPDATA 'opampsupervisor'
    $places.Storage = Join-Path $env:LOCALAPPDATA 'opampsupervisor\storage'
  }
  if ($BinDir -ne '') { $places.Bin = $BinDir.TrimEnd('\') }
  $places.Config = Join-Path $places.ConfigDir 'config.yaml'
  $places.Program = Join-Path $places.Bin 'opampsupervisor.exe'
  $places.Collector = Join-Path $places.Bin 'otelcol-contrib.exe'
  # What was installed, a path a line: what -Uninstall removes.
  $places.Record = Join-Path $places.Bin 'installed.txt'
  return $places
}

function Assert-Address([string]$Address) {
  if ($Address -eq '') { throw 'this copy of the script names no place of releases; set OPAMPSUPERVISOR_RELEASES_URL' }
  if ($Address -notmatch '^(https://.|http://(127\.0\.0\.1|localhost|\[::1\])[:/])') {
    throw "releases come over https, which $Address is not"
  }
}

# One attempt. Redirects are followed one by one, so that none leads to where nothing is encrypted.
function Receive-Once([string]$Address, [string]$File) {
  $at = $Address
  for ($redirects = 0; $redirects -lt 6; $redirects++) {
    Assert-Address $at
    $request = [Net.WebRequest]::Create($at)
    $request.AllowAutoRedirect = $false
    $request.Timeout = 30000
    $request.ReadWriteTimeout = 30000
    $request.UserAgent = 'opampsupervisor-install'
    $response = $request.GetResponse()
    try {
      if ([int]$response.StatusCode -ge 300) {
        $at = (New-Object Uri ([Uri]$at), $response.Headers['Location']).AbsoluteUri
        continue
      }
      $target = [IO.File]::Create($File)
      try { $response.GetResponseStream().CopyTo($target) } finally { $target.Dispose() }
      if ($response.ContentLength -ge 0 -and (Get-Item -LiteralPath $File).Length -ne $response.ContentLength) {
        throw 'the connection ended before the file did'
      }
      return
    } finally { $response.Dispose() }
  }
  throw 'too many redirects'
}

# The whole file or a failure; three attempts, but one where the server has no such file.
function Receive-File([string]$Address, [string]$File) {
  for ($attempt = 1; ; $attempt++) {
    try {
      Receive-Once $Address $File
      return
    } catch {
      $why = $_.Exception.Message
      Remove-Item -LiteralPath $File -Force -ErrorAction SilentlyContinue
      if ($attempt -ge 3 -or $why -match '\(4(0[0-7]|10)\)|over https') { throw "$Address could not be downloaded: $why" }
      Start-Sleep -Seconds 1
    }
  }
}

# The file is the one that the checksums state under that name.
function Assert-Checksum([string]$File, [string]$Name, [string]$Checksums) {
  $wanted = ''
  foreach ($line in [IO.File]::ReadAllLines($Checksums)) {
    if ($line -match '^([0-9A-Fa-f]{64}) [ *](.+)$' -and $Matches[2] -ceq $Name) { $wanted = $Matches[1].ToLowerInvariant() }
  }
  if ($wanted -eq '') { throw "the release has no $Name" }
  $actual = (Get-FileHash -LiteralPath $File -Algorithm SHA256).Hash.ToLowerInvariant()
  if ($actual -ne $wanted) { throw "$Name has SHA-256 $actual, the release says $wanted; nothing was installed" }
}

# Runs a program; its exit code. What it writes to standard error is no error of this script.
function Invoke-Program([string]$Program, [string[]]$Arguments) {
  $ErrorActionPreference = 'Continue'
  & $Program @Arguments 2>&1 | ForEach-Object { Write-Verbose "$_" }
  return $LASTEXITCODE
}

# By the key that was given or that this script came with.
function Assert-Signature([string]$Checksums, [string]$BundleAddress, [string]$Work) {
  $keyFile = Join-Path $Work 'key.pem'
  if ($Key -ne '') { Copy-Item -LiteralPath $Key -Destination $keyFile }
  elseif ($publicKey -ne '') { [IO.File]::WriteAllText($keyFile, "$publicKey`n") }
  else {
    Write-Output 'Signature: not checked, this release is not signed (checksums are).'
    return
  }
  $cosign = Get-Command cosign -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
  $openssl = Get-Command openssl -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
  if ($null -eq $cosign -and $null -eq $openssl) {
    if ($Key -ne '') { throw 'checking a signature takes cosign or openssl' }
    Write-Output 'Signature: not checked, neither cosign nor openssl is here.'
    return
  }
  $bundle = Join-Path $Work 'bundle.json'
  Receive-File $BundleAddress $bundle
  if ($null -ne $cosign) {
    # Signed with a key of the project's own, which no public log knows.
    $arguments = @('verify-blob', '--key', $keyFile, '--bundle', $bundle, '--insecure-ignore-tlog=true', $Checksums)
    if ((Invoke-Program $cosign.Source $arguments) -eq 0) {
      Write-Output 'Signature: right (cosign).'
      return
    }
    # It also fails where it cannot fetch Sigstore's trusted root, which a key does not need.
    if ($null -eq $openssl) { throw 'cosign does not find the release signed by that key' }
  }
  $signature = Join-Path $Work 'signature'
  $read = [IO.File]::ReadAllText($bundle) | ConvertFrom-Json
  [IO.File]::WriteAllBytes($signature, [Convert]::FromBase64String($read.messageSignature.signature))
  $arguments = @('dgst', '-sha256', '-verify', $keyFile, '-signature', $signature, $Checksums)
  if ((Invoke-Program $openssl.Source $arguments) -ne 0) { throw 'the release is not signed by that key' }
  Write-Output 'Signature: right (openssl).'
}

# Everything that comes from elsewhere, checked, in the folder `files` of $Work.
function Receive-Release([string]$From, [string]$Wanted, [string]$Work) {
  $name = "opampsupervisor_${Wanted}_windows_amd64.zip"
  $checksums = Join-Path $Work 'checksums.txt'
  $archive = Join-Path $Work 'archive.zip'
  $files = Join-Path $Work 'files'
  Write-Output "Downloading $name"
  $sums = "$From/download/v$Wanted/opampsupervisor_${Wanted}_checksums.txt"
  Receive-File $sums $checksums
  Assert-Signature $checksums "$sums.sigstore.json" $Work
  Receive-File "$From/download/v$Wanted/$name" $archive
  Assert-Checksum $archive $name $checksums
  Write-Output 'Checksum: right.'
  Expand-Archive -LiteralPath $archive -DestinationPath $files
  $program = Join-Path $files 'opampsupervisor.exe'
  if (-not (Test-Path -LiteralPath $program -PathType Leaf)) { throw "$name holds no opampsupervisor.exe" }
  $said = "$(& $program --version)"
  if ($LASTEXITCODE -ne 0) { throw "opampsupervisor $Wanted does not run here: $said" }
  if ($said -ne "opampsupervisor $Wanted") { throw "the release $Wanted says of itself: $said" }
}

function Receive-Collector([string]$From, [string]$Work) {
  $name = "otelcol-contrib_${collectorVersion}_windows_amd64.tar.gz"
  $address = "$From/download/v$collectorVersion"
  $checksums = Join-Path $Work 'collector-checksums.txt'
  $archive = Join-Path $Work 'collector.tar.gz'
  $files = Join-Path $Work 'collector'
  Write-Output "Downloading $name"
  Receive-File "$address/opentelemetry-collector-releases_otelcol-contrib_checksums.txt" $checksums
  Receive-File "$address/$name" $archive
  Assert-Checksum $archive $name $checksums
  New-Item -ItemType Directory -Path $files | Out-Null
  $tar = Join-Path $env:SystemRoot 'System32\tar.exe'
  if ((Invoke-Program $tar @('-xzf', $archive, '-C', $files, 'otelcol-contrib.exe')) -ne 0) {
    throw "$name holds no otelcol-contrib.exe"
  }
}

# Puts all files in their places or none: a program that runs cannot be overwritten, but be put aside.
function Move-IntoPlace([Collections.IDictionary]$Pairs) {
  $mark = ".$PID"
  $done = @()
  try {
    foreach ($target in $Pairs.Keys) { Copy-Item -LiteralPath $Pairs[$target] -Destination "$target$mark.new" }
    foreach ($target in $Pairs.Keys) {
      $step = @{ Target = $target; HadOld = (Test-Path -LiteralPath $target) }
      if ($step.HadOld) { Move-Item -LiteralPath $target -Destination "$target$mark.old" }
      $done += $step
      Move-Item -LiteralPath "$target$mark.new" -Destination $target
    }
  } catch {
    foreach ($step in $done) {
      Remove-Item -LiteralPath $step.Target -Force -ErrorAction SilentlyContinue
      if ($step.HadOld) { Move-Item -LiteralPath "$($step.Target)$mark.old" -Destination $step.Target -Force }
    }
    throw
  } finally {
    foreach ($target in $Pairs.Keys) {
      Remove-Item -LiteralPath "$target$mark.new", "$target$mark.old" -Force -ErrorAction SilentlyContinue
    }
  }
}

function Write-Config([hashtable]$Places) {
  $collector = $Places.Collector
  if (-not (Test-Path -LiteralPath $collector)) {
    $found = Get-Command -Name @('otelcol-contrib', 'otelcol') -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if ($null -ne $found) { $collector = $found.Source }
  }
  $quoted = { param($text) "'" + $text.Replace("'", "''") + "'" }
  $lines = @()
  if ($Endpoint -ne '') { $lines += 'server:', "  endpoint: $(& $quoted $Endpoint)" }
  $lines += 'capabilities:', '  accepts_remote_config: true', '  reports_remote_config: true', '  accepts_restart_command: true'
  $lines += 'agent:', "  executable: $(& $quoted $collector)", 'storage:', "  directory: $(& $quoted $Places.Storage)"
  [IO.Directory]::CreateDirectory($Places.ConfigDir) | Out-Null
  [IO.File]::WriteAllText("$($Places.Config).new", ($lines -join "`n") + "`n")
  Move-Item -LiteralPath "$($Places.Config).new" -Destination $Places.Config
  Write-Output "Configuration: $($Places.Config)."
  if (-not (Test-Path -LiteralPath $collector)) { Write-Output "Collector: none is here; -WithCollector fetches one to $collector." }
}

function Invoke-Service([hashtable]$Places, [string[]]$Order, [string]$Failure) {
  if ((Invoke-Program $Places.Program (@('service') + $Order)) -ne 0) { throw $Failure }
}

function Show-Plan([hashtable]$Places, [string]$From, [string]$Wanted) {
  Write-Output "opampsupervisor for windows_amd64, version $Wanted, from $From"
  Write-Output "  executable     $($Places.Program)"
  if ($WithCollector) { Write-Output "  Collector      $($Places.Collector) $collectorVersion" }
  $stays = ''
  if (Test-Path -LiteralPath $Places.Config) { $stays = ' (is there, stays)' }
  Write-Output "  configuration  $($Places.Config)$stays"
  Write-Output "  storage        $($Places.Storage)"
  if ($Places.Service) { Write-Output '  service        opampsupervisor, as LocalSystem' }
}

function Install-All([hashtable]$Places, [string]$Work) {
  $from = $releases
  if ($env:OPAMPSUPERVISOR_RELEASES_URL) { $from = $env:OPAMPSUPERVISOR_RELEASES_URL }
  $collectorFrom = $collectorReleases
  if ($env:OTELCOL_RELEASES_URL) { $collectorFrom = $env:OTELCOL_RELEASES_URL }
  $from = $from.TrimEnd('/')
  $collectorFrom = $collectorFrom.TrimEnd('/')
  Assert-Address $from
  if ($WithCollector) { Assert-Address $collectorFrom }
  $wanted = $Version -replace '^v', ''
  if ($wanted -eq '') { $wanted = $pinnedVersion }
  if ($wanted -eq '') { $wanted = 'newest' }
  Show-Plan $Places $from $wanted
  if ($DryRun) { return }
  if ($wanted -eq 'newest') {
    $file = Join-Path $Work 'version.txt'
    Receive-File "$from/latest/download/opampsupervisor_version.txt" $file
    $wanted = "$([IO.File]::ReadAllLines($file) | Select-Object -First 1)".Trim()
  }
  if ($wanted -notmatch '^[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*$') { throw "not a version: $wanted" }
  Receive-Release $from $wanted $Work
  if ($WithCollector) { Receive-Collector $collectorFrom $Work }

  $pairs = [ordered]@{}
  $pairs[$Places.Program] = Join-Path $Work 'files\opampsupervisor.exe'
  $licence = Join-Path $Work 'files\LICENSE'
  if (Test-Path -LiteralPath $licence) { $pairs[(Join-Path $Places.Bin 'LICENSE.txt')] = $licence }
  if ($WithCollector) { $pairs[$Places.Collector] = Join-Path $Work 'collector\otelcol-contrib.exe' }
  $installed = @($pairs.Keys)
  if (Test-Path -LiteralPath $Places.Record) { $installed += [IO.File]::ReadAllLines($Places.Record) }
  $record = Join-Path $Work 'installed.txt'
  [IO.File]::WriteAllLines($record, [string[]](($installed + $Places.Record) | Sort-Object -Unique))
  $pairs[$Places.Record] = $record

  [IO.Directory]::CreateDirectory($Places.Bin) | Out-Null
  $ran = $false
  if ($Places.Service) {
    $service = Get-Service -Name opampsupervisor -ErrorAction SilentlyContinue
    $ran = $null -ne $service -and $service.Status -ne 'Stopped'
    if ($ran) { Stop-Service -Name opampsupervisor }
  }
  try {
    Move-IntoPlace $pairs
  } catch {
    if ($ran) { Start-Service -Name opampsupervisor }
    throw
  }
  $isNew = -not (Test-Path -LiteralPath $Places.Config)
  if ($Places.Service -and $isNew) {
    # The directory is made for administrators alone before anything is written into it.
    Invoke-Service $Places @('install', '--config', $Places.Config) 'everything is installed, but the service is refused'
  }
  if ($isNew) { Write-Config $Places } else { Write-Output "Configuration: $($Places.Config) stays as it is." }
  Write-Output "Installed: $($Places.Program) $wanted."
  if (-not $Places.Service) {
    if ($Endpoint -eq '' -and $isNew) { Write-Output 'Name the OpAMP server in it (server.endpoint).' }
    Write-Output "Run it: & '$($Places.Program)' --config '$($Places.Config)'"
    return
  }
  Invoke-Service $Places @('install', '--config', $Places.Config) 'everything is installed, but the service is refused'
  if ($isNew -and $Endpoint -eq '') {
    Write-Output "Service: not started. Name the OpAMP server in $($Places.Config) (server.endpoint), then:"
    Write-Output "  & '$($Places.Program)' service start"
    return
  }
  Invoke-Service $Places @('start') 'everything is installed, but the service does not start: see the event log Application'
  Write-Output "Service: runs. Ask it: & '$($Places.Program)' service status"
}

function Remove-All([hashtable]$Places) {
  $installed = @()
  if (Test-Path -LiteralPath $Places.Record) {
    # The record goes last: it stays until all that it names is gone.
    $installed = @([IO.File]::ReadAllLines($Places.Record) | Where-Object { $_ -ne $Places.Record }) + $Places.Record
  } elseif (-not ($Purge -and ((Test-Path -LiteralPath $Places.ConfigDir) -or (Test-Path -LiteralPath $Places.Storage)))) {
    # What an earlier -Uninstall has left can still be purged.
    throw "nothing is installed here (there is no $($Places.Record))"
  }
  if ($DryRun) {
    Write-Output 'Would remove:'
    $installed | ForEach-Object { Write-Output "  $_" }
    if ($Purge) { Write-Output "  $($Places.ConfigDir)", "  $($Places.Storage)" }
    return
  }
  if ($Places.Service -and (Test-Path -LiteralPath $Places.Program)) {
    Invoke-Service $Places @('uninstall') 'the service cannot be removed; nothing was'
  }
  foreach ($path in $installed) {
    if (Test-Path -LiteralPath $path) {
      Remove-Item -LiteralPath $path -Force
      Write-Output "Removed $path"
    }
  }
  # A directory that holds anything else stays.
  if (@(Get-ChildItem -LiteralPath $Places.Bin -Force -ErrorAction SilentlyContinue).Count -eq 0) {
    Remove-Item -LiteralPath $Places.Bin -Force -ErrorAction SilentlyContinue
  }
  if (-not $Purge) {
    Write-Output "Configuration and storage stay: $($Places.ConfigDir), $($Places.Storage) (-Purge removes them)"
    return
  }
  foreach ($path in @($Places.ConfigDir, $Places.Storage)) {
    if (Test-Path -LiteralPath $path) { Remove-Item -LiteralPath $path -Recurse -Force }
  }
  Write-Output "Removed $($Places.ConfigDir) and $($Places.Storage)"
}

function Invoke-Main {
  Assert-Arguments
  # Windows PowerShell 5.1 may offer older ones alone.
  [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
  $places = Get-Places
  if ($Uninstall) {
    Remove-All $places
    return
  }
  $work = Join-Path ([IO.Path]::GetTempPath()) "opampsupervisor-$([Guid]::NewGuid())"
  New-Item -ItemType Directory -Path $work | Out-Null
  try { Install-All $places $work } finally { Remove-Item -LiteralPath $work -Recurse -Force -ErrorAction SilentlyContinue }
}

Invoke-Main
