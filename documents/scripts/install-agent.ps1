# Installs the organisation's agent on this Windows Server, or does nothing when the wanted version runs already.
#
# The SSM agent runs it as SYSTEM with Windows PowerShell 5.1, at any time, more than once, and sometimes twice at once;
# each run ends with the wanted version running or with a line that says why not. The document assigns in front of it:
#   $Agent               display name of the product under "Installed apps", with or without its version
#   $Wanted              version that must run; further parts (".0") may follow it on the node
#   $Service             service whose health decides
#   $PackageEntries      entries KEY/ARCH=URL#SHA256 separated by white space; documents/README.md has the keys
#   $InstallerArguments  added to the installer's command line; an .exe needs its switch for silence here
#   $DownloadSeconds     limit for the whole download, retries included
#   $HealthSeconds       limit for the service to become running and stay so
#
# Exit codes, the same on Linux:
#   0 done              20 download failed    21 checksum wrong       22 unsupported system
#   23 not healthy      24 installer failed   25 no package           26 bad parameter
#   27 busy             28 wrong version      29 cannot run
# It never exits with 3010, which would make the SSM agent reboot the node and run it again, nor with an installer's
# code. Every line begins with "muster:", the last one is "muster: outcome CODE WORD: SENTENCE".

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12

# How long to wait for another run, and for another Windows Installer transaction.
$BusySecondsMax = 300
# Users may create folders in ProgramData and Temp, but not here: nobody can change the package after its check.
$State = Join-Path $env:ProgramFiles 'Muster'
$Work = Join-Path $State 'work'
$Outcome = $null

function Write-Line([string] $Text) {
  Write-Output "muster: $Text"
}

# Ends the run: the code at the foot of the script prints the outcome and exits with its code.
function Stop-Run([int] $Code, [string] $Word, [string] $Sentence) {
  $script:Outcome = @{ Code = $Code; Text = "outcome $Code ${Word}: $Sentence" }
  throw 'the outcome is known'
}

# A text that somebody else wrote: one line of at most 160 printable characters.
function Format-Quote([string] $Text) {
  $line = $Text -replace '[^\x20-\x7e]', '?'
  $line.Substring(0, [Math]::Min(160, $line.Length))
}

# --- parameters ---

function Read-Text([string] $Name, [string] $Value, [string] $Pattern) {
  if ($Value -cnotmatch $Pattern) {
    Stop-Run 26 'bad-parameter' "$Name is '$(Format-Quote $Value)'; allowed is $Pattern"
  }
  $Value
}

function Read-Seconds([string] $Name, [string] $Value, [int] $Min, [int] $Max) {
  if ($Value -cnotmatch '\A[1-9][0-9]{0,3}\z' -or [int] $Value -lt $Min -or [int] $Value -gt $Max) {
    Stop-Run 26 'bad-parameter' "$Name is '$(Format-Quote $Value)'; allowed is a whole number from $Min to $Max"
  }
  [int] $Value
}

# Every entry, also the ones for other systems: a mistake should show wherever it is made.
function Read-Packages([string] $Text) {
  # Plain http only to the node itself, where there is no wire to tap; the checksum guards the content in any case.
  $form = '\A(?<key>[a-z0-9][a-z0-9._-]*)/(?<arch>x86_64|amd64|arm64|aarch64)=' +
    '(?<url>(https://[A-Za-z0-9.-]+|http://127\.0\.0\.1)(:[0-9]{1,5})?/[A-Za-z0-9._~:/=%+,-]+)#(?<hash>[0-9A-Fa-f]{64})\z'
  foreach ($entry in ($Text -split '\s+' -ne '')) {
    if ($entry -cnotmatch $form) {
      Stop-Run 26 'bad-parameter' "Packages has '$(Format-Quote $entry)'; allowed is KEY/ARCH=https://HOST/PATH#SHA256"
    }
    $arch = $Matches.arch -replace 'amd64', 'x86_64' -replace 'aarch64', 'arm64'
    @{ Key = "$($Matches.key)/$arch"; Url = $Matches.url; Hash = $Matches.hash }
  }
}

# --- the system and its package ---

# The keys of this system, the most specific first.
function Get-SystemKeys {
  $system = Get-CimInstance -ClassName Win32_OperatingSystem
  if ($system.ProductType -eq 1) {
    Stop-Run 22 'unsupported' "the system is $(Format-Quote $system.Caption); allowed is Windows Server"
  }
  $arch = switch ($env:PROCESSOR_ARCHITECTURE) {
    'AMD64' { 'x86_64' }
    'ARM64' { 'arm64' }
    default { Stop-Run 22 'unsupported' "the architecture is $(Format-Quote $_); allowed are x86_64 and arm64" }
  }
  if ($system.Caption -match 'Server (20\d\d)') { "windows-$($Matches[1])/$arch" }
  "windows/$arch"
  "any/$arch"
}

function Select-Package($Packages, [string[]] $Keys) {
  foreach ($key in $Keys) {
    $found = @($Packages | Where-Object { $_.Key -ceq $key })
    if ($found.Count -gt 1) { Stop-Run 26 'bad-parameter' "Packages has two entries for $key" }
    if ($found.Count -eq 1) {
      if ($found[0].Url -cnotmatch '\.(msi|exe)\z') {
        Stop-Run 26 'bad-parameter' "$key cannot install $(Format-Quote $found[0].Url); allowed are .msi and .exe"
      }
      return $found[0]
    }
  }
  Stop-Run 25 'no-package' "Packages has no entry for $($Keys[0]), nor for a more general key"
}

# --- one run at a time ---

# The lock is an open file, so it ends with the process however that ends.
function Enter-Lock {
  $null = New-Item -ItemType Directory -Force -Path $State
  $path = Join-Path $State 'lock'
  for ($waited = 0; ; $waited++) {
    try { return [IO.File]::Open($path, 'OpenOrCreate', 'ReadWrite', 'None') }
    catch [IO.IOException] {
      if ($waited -ge $BusySecondsMax) { Stop-Run 27 'busy' "another run holds $path" }
      Start-Sleep -Seconds 1
    }
  }
}

# --- what is on the node ---

function Get-InstalledVersion {
  $places = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\*',
    'HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\*'
  foreach ($entry in (Get-ItemProperty -Path $places -ErrorAction SilentlyContinue)) {
    $name = [string] $entry.DisplayName
    $version = [string] $entry.DisplayVersion
    if ($version -and ($name -eq $Agent -or $name -eq "$Agent $version")) { return $version }
  }
  ''
}

function Test-WantedVersion {
  $found = Get-InstalledVersion
  $found -eq $Wanted -or $found.StartsWith("$Wanted.") -or $found.StartsWith("$Wanted-")
}

# The process of the service while it runs, else 0.
function Get-ServiceProcess {
  $entry = Get-CimInstance -ClassName Win32_Service -Filter "Name = '$Service'"
  if ($entry -and $entry.State -eq 'Running') { [int] $entry.ProcessId } else { 0 }
}

# True when the same process ran in three looks, one second apart, within the limit.
function Test-Healthy([int] $Seconds) {
  $looks = 0
  $seen = 0
  for ($waited = 0; $waited -le $Seconds; $waited++) {
    if ($waited -gt 0) { Start-Sleep -Seconds 1 }
    $now = Get-ServiceProcess
    if ($now -eq 0) { $looks = 0 } elseif ($now -eq $seen) { $looks++ } else { $looks = 1 }
    if ($looks -ge 3) { return $true }
    $seen = $now
  }
  $false
}

# A failure here shows in the service's health. sc.exe does not wait, as Start-Service would without a limit.
function Start-Agent {
  $null = & sc.exe config $Service start= auto
  $null = & sc.exe start $Service
}

# --- installing ---

# Copies what the address gives into the file, within the time. Invoke-WebRequest has no limit for the body in 5.1: here
# it is looked at between two reads, and one read waits for at most 15 seconds.
function Receive-File([string] $Url, [string] $File, [int] $Seconds) {
  $watch = [Diagnostics.Stopwatch]::StartNew()
  $request = [Net.WebRequest]::Create($Url)
  $request.UserAgent = 'muster'
  $request.Timeout = $Seconds * 1000
  $request.ReadWriteTimeout = [Math]::Min(15, $Seconds) * 1000
  $target = [IO.File]::Create($File)
  try {
    $source = $request.GetResponse().GetResponseStream()
    $buffer = New-Object byte[] 65536
    while (($count = $source.Read($buffer, 0, $buffer.Length)) -gt 0) {
      if ($watch.Elapsed.TotalSeconds -ge $Seconds) { throw "it did not end within $Seconds seconds" }
      $target.Write($buffer, 0, $count)
    }
  } finally {
    $target.Dispose()
    $request.Abort()
  }
}

# Downloads the package and checks it. A 4xx answer is final; other failures are tried again until the time is up.
function Save-Package($Package, [string] $File) {
  $watch = [Diagnostics.Stopwatch]::StartNew()
  for ($attempt = 1; ; $attempt++) {
    $left = $DownloadSeconds - [int] $watch.Elapsed.TotalSeconds
    try {
      Receive-File $Package.Url $File ([Math]::Max(1, $left))
      break
    } catch {
      $cause = $_.Exception.GetBaseException() # PowerShell wraps what .NET throws
      $status = 0
      if ($cause -is [Net.WebException] -and $cause.Response) { $status = [int] $cause.Response.StatusCode }
      $isFinal = ($status -ge 400 -and $status -lt 500) -or $attempt -ge 4
      if ($isFinal -or $watch.Elapsed.TotalSeconds + 5 -ge $DownloadSeconds) {
        Stop-Run 20 'download-failed' "$(Format-Quote $Package.Url): $(Format-Quote $cause.Message)"
      }
      Start-Sleep -Seconds 5
    }
  }
  $received = (Get-FileHash -Algorithm SHA256 -LiteralPath $File).Hash
  if ($received -ne $Package.Hash) {
    Stop-Run 21 'checksum-wrong' "expected $($Package.Hash.ToLower()), received $($received.ToLower())"
  }
}

# Runs the installer and returns its exit code. Waits for the installer alone, not for services that it starts.
function Invoke-Installer([string] $File) {
  if ($File.EndsWith('.msi')) {
    $program = Join-Path $env:SystemRoot 'System32\msiexec.exe'
    $line = "/i `"$File`" /qn /norestart REBOOT=ReallySuppress"
    if (Test-WantedVersion) { $line += ' REINSTALL=ALL REINSTALLMODE=vomus' }
    if ($InstallerArguments) { $line += " $InstallerArguments" }
  } else {
    $program = $File
    $line = $InstallerArguments
  }
  $start = New-Object Diagnostics.ProcessStartInfo -ArgumentList $program, $line
  $start.UseShellExecute = $false
  $start.CreateNoWindow = $true
  $process = [Diagnostics.Process]::Start($start)
  $process.WaitForExit()
  $process.ExitCode
}

function Install-Package([string] $File) {
  for ($waited = 0; ; $waited += 10) {
    $code = Invoke-Installer $File
    if ($code -ne 1618 -or $waited -ge $BusySecondsMax) { break } # 1618: another installation is in progress
    Start-Sleep -Seconds 10
  }
  # 3010: reboot needed; 1641: an installer wants to reboot by itself, which ReallySuppress prevents for .msi.
  if ($code -eq 3010 -or $code -eq 1641) {
    Write-Line 'the installer asks for a reboot, which is left to you'
  } elseif ($code -ne 0) {
    Stop-Run 24 'installer-failed' "the installer of $Agent $Wanted ended with $code"
  }
  if (-not (Test-WantedVersion)) {
    Stop-Run 28 'wrong-version' "the node has '$(Format-Quote (Get-InstalledVersion))' of $Agent; AgentVersion says $Wanted"
  }
}

function Install-Agent($Package) {
  if (Test-WantedVersion) {
    if (Test-Healthy 5) { Stop-Run 0 'done' "$Agent $Wanted is installed and $Service is healthy already" }
    Write-Line "$Agent $Wanted is installed, but $Service is not running: starting it"
    Start-Agent
    if (Test-Healthy $HealthSeconds) {
      Stop-Run 0 'done' "$Agent $Wanted was installed; $Service is healthy again"
    }
    Write-Line "$Service does not stay running: installing $Agent $Wanted again"
  }
  $extension = $Package.Url.Substring($Package.Url.LastIndexOf('.'))
  $file = Join-Path $Work "package$extension"
  Write-Line "downloading $(Format-Quote $Package.Url)"
  Save-Package $Package $file
  Write-Line "installing $Agent $Wanted from the $extension package"
  Install-Package $file
  Start-Agent
  if (-not (Test-Healthy $HealthSeconds)) {
    Stop-Run 23 'not-healthy' "$Agent $Wanted is installed, but $Service did not stay running within $HealthSeconds s"
  }
  Stop-Run 0 'done' "$Agent $Wanted is installed and $Service is healthy"
}

$lock = $null
try {
  $Agent = Read-Text 'AgentName' $Agent '\A[A-Za-z0-9][A-Za-z0-9 +._()-]*\z'
  $Wanted = Read-Text 'AgentVersion' $Wanted '\A[A-Za-z0-9][A-Za-z0-9+._~-]*\z'
  $Service = Read-Text 'ServiceName' $Service '\A[A-Za-z0-9][A-Za-z0-9 @._-]*\z'
  $InstallerArguments = Read-Text 'InstallerArguments' $InstallerArguments '\A[A-Za-z0-9 =/\\:._,-]*\z'
  $DownloadSeconds = Read-Seconds 'DownloadTimeoutSeconds' $DownloadSeconds 5 900
  $HealthSeconds = Read-Seconds 'HealthTimeoutSeconds' $HealthSeconds 5 300
  $packages = @(Read-Packages $PackageEntries)
  $package = Select-Package $packages @(Get-SystemKeys)
  $lock = Enter-Lock
  Remove-Item -Recurse -Force -LiteralPath $Work -ErrorAction SilentlyContinue # left by a run that was killed
  $null = New-Item -ItemType Directory -Force -Path $Work
  Install-Agent $package
} catch {
  if (-not $Outcome) {
    $Outcome = @{ Code = 29; Text = "outcome 29 cannot-run: $(Format-Quote $_.Exception.Message)" }
  }
} finally {
  if ($lock) {
    Remove-Item -Recurse -Force -LiteralPath $Work -ErrorAction SilentlyContinue
    $lock.Dispose()
  }
}
Write-Line $Outcome.Text
exit $Outcome.Code
