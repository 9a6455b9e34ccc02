# Writes one type of custom inventory for this Windows node, as a file that the SSM agent reads at its next gathering.
#
# The SSM agent runs it as SYSTEM with Windows PowerShell 5.1, at any time, and more than once: the file is replaced as
# a whole, and says the same every time. The document assigns in front of it:
#   $Type     what the type is called after "Custom:"
#   $Encoded  the Base64 form of a flat JSON object of strings, which is written as it is
# The SSM agent sets AWS_SSM_INSTANCE_ID in the environment.
#
# Exit codes, the same on Linux:
#   0 done              26 bad parameter      29 cannot run
# Every line begins with "muster:", the last one is "muster: outcome CODE WORD: SENTENCE".

$ErrorActionPreference = 'Stop'
$Outcome = $null

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

try {
  $Content = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Encoded))
  $Node = [string] $env:AWS_SSM_INSTANCE_ID
  if ($Type -cnotmatch '\A[A-Z][A-Za-z0-9]*\z') {
    Stop-Run 26 'bad-parameter' "TypeName is '$(Format-Quote $Type)'; allowed are letters and digits"
  }
  $name = '"[A-Z][A-Za-z0-9]*"'
  $value = '"[ !#-\[\]-z|~]*"'
  if ($Content -cnotmatch "\A\{${name}:$value(,${name}:$value)*\}\z") {
    Stop-Run 26 'bad-parameter' "Content is '$(Format-Quote $Content)'; allowed is a JSON object of strings"
  }
  if ($Node -cnotmatch '\A[a-z0-9-]+\z') {
    Stop-Run 29 'cannot-run' "AWS_SSM_INSTANCE_ID is '$(Format-Quote $Node)'; the SSM agent sets it"
  }

  # The agent reads what ends with .json, so it never sees half a file. It takes no byte order mark.
  $Folder = Join-Path $env:ProgramData "Amazon\SSM\InstanceData\$Node\inventory\custom"
  $File = Join-Path $Folder "$Type.json"
  $null = New-Item -ItemType Directory -Force -Path $Folder
  $Entry = '{"SchemaVersion":"1.0","TypeName":"Custom:' + $Type + '","Content":' + $Content + "}`r`n"
  [IO.File]::WriteAllText("$File.new", $Entry, (New-Object Text.UTF8Encoding $false))
  Move-Item -Force -LiteralPath "$File.new" -Destination $File
  $Outcome = @{ Code = 0; Text = "outcome 0 done: $File says what Custom:$Type is" }
} catch {
  if (-not $Outcome) {
    $Outcome = @{ Code = 29; Text = "outcome 29 cannot-run: $(Format-Quote $_.Exception.Message)" }
  }
}
Write-Output "muster: $($Outcome.Text)"
exit $Outcome.Code
