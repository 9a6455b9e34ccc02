# Installs, verifies or removes an agent on this Windows Server. This part begins the script: how a run speaks and ends.
#
# The SSM agent runs the parts as one script, as SYSTEM with Windows PowerShell 5.1, at any time, more than once, and
# sometimes twice at once. The document assigns the settings in front of it: settings.ps1 has their list. The parts run
# no .NET code before main.ps1 knows that the node allows it.
#
# The script never exits with 3010, which would make the SSM agent reboot the node and run it again, nor with an
# installer's code. Every line begins with "muster:", the last one is "muster: outcome CODE WORD: SENTENCE". All of it
# stays under the 2,500 characters that ListCommandInvocations returns.

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# Exit codes, the same on Linux. Windows has no signals, so it never ends with 30.
$Outcomes = @{
  0 = 'done'
  20 = 'download-failed'
  21 = 'checksum-wrong'
  22 = 'unsupported'
  23 = 'not-healthy'
  24 = 'installer-failed'
  25 = 'no-package'
  26 = 'bad-parameter'
  27 = 'busy'
  28 = 'wrong-version'
  29 = 'cannot-run'
  31 = 'secret-denied'
  32 = 'secret-missing'
  33 = 'secret-key-denied'
  34 = 'configure-failed'
  35 = 'not-installed'
  36 = 'uninstall-failed'
}

# Lines that must not be seen: every line of every secret, the longest first.
$SecretLines = @()
$SaidCharacters = 0
$SaidCharactersMax = 1800
$Outcome = $null

function Hide-Secrets([string] $Text) {
  foreach ($line in $SecretLines) { $Text = $Text.Replace($line, '******') }
  $Text
}

# One line of printable characters. A secret is hidden before the line is cut, because half of one is not recognized.
function Format-Line([string] $Text, [int] $Max) {
  (Hide-Secrets $Text) -replace '[^\x20-\x7e]', '?' -replace "\A(.{$Max}).+\z", '$1'
}

# Goes to the host and not to the pipeline, so it never becomes part of what a function returns.
function Write-Line($Text) {
  $line = Format-Line "muster: $Text" 200
  $script:SaidCharacters += $line.Length + 2
  if ($SaidCharacters -le $SaidCharactersMax) { Write-Host $line }
}

# Ends the run: the code at the foot of the script prints the outcome and exits with its code.
function Stop-Run([int] $Code, [string] $Sentence) {
  $script:Outcome = @{ Code = $Code; Text = "outcome $Code $($Outcomes[$Code]): $Sentence" }
  throw 'the outcome is known'
}

# What another program said: its last lines.
function Write-Quotes([string[]] $Lines) {
  foreach ($line in @(@($Lines) -match '\S' | Select-Object -Last 6)) { Write-Line "  $($line.Trim())" }
}
