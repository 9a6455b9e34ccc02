# Windows Installer: its codes, its log, and what a package says of itself.

# What its codes mean.
$MsiexecWords = @{
  112 = 'the disk is full'
  1601 = 'the Windows Installer service cannot be reached'
  1603 = 'a fatal error during the installation'
  1612 = 'the package of the installed version is not there any more'
  1618 = 'another installation is in progress'
  1619 = 'the package cannot be opened'
  1620 = 'the file is no package of Windows Installer'
  1625 = 'a policy of this system forbids it'
  1632 = 'the folder for temporary files is full or cannot be reached'
  1633 = 'the package is for another architecture'
  1638 = 'another version is installed, and this package does not replace it'
  1639 = 'the arguments are invalid'
  1654 = 'the package refuses this version of Windows'
}

# Somebody else is at work: they are waited for.
$BusyCodes = 1601, 1618

# Done; the reboot is left to the owner of the node.
$RebootCodes = 1641, 3010

# Not there any more, which is what a removal wants.
$GoneCodes = 1605, 1614

# Outcomes of their own.
$CodeOutcomes = @{ 112 = 29; 1632 = 29; 1633 = 22; 1654 = 22 }

# What the log says of a full disk, of the failure, and of other errors.
$DiskFullWords = 'out of disk space|not enough (disk )?space'
$FailureMark = 'Return value 3|returned actual error code'
$ErrorMark = '\bError [0-9]{4}\b|-- .*(error|fail)'

# The lines of the log up to the first failure. After it the log tells of the roll-back alone.
function Find-FailureLines([string] $Log) {
  $spoken = New-Object Collections.Generic.List[string]
  foreach ($line in ($Log -split '\r?\n')) {
    $bare = ($line -replace '\AMSI \([a-z]\) \([^)]*\) \[[0-9:]*\]:', '').Trim()
    if (-not $bare -or $bare -match '\AProperty\([A-Z]\): |\AAction start ') { continue }
    $spoken.Add($bare)
    if ($bare -match $FailureMark) { return @($spoken | Select-Object -Last 6) }
  }
  $errors = @($spoken -match $ErrorMark)
  if (-not $errors) { $errors = $spoken }
  $errors | Select-Object -Last 6
}

# The log is in UTF-16, as a rule with a mark at its beginning. It holds the arguments, so it is deleted at once.
function Read-MsiexecLog($File) {
  if (-not (Test-Path $File)) { return '' }
  $text = [IO.File]::ReadAllText($File)
  if ($text.Contains("`0")) { $text = [IO.File]::ReadAllText($File, [Text.Encoding]::Unicode) }
  Remove-Item -Force $File
  $text
}

# Runs msiexec for a package or a product, and adds its log to what is known of the run.
function Invoke-Msiexec($Verb, $Target, $More) {
  $log = "$Work\msiexec.log"
  $line = "$Verb `"$Target`" /qn /norestart REBOOT=ReallySuppress /l*v `"$log`" $More"
  $result = Invoke-Patiently "$env:SystemRoot\System32\msiexec.exe" $line
  $text = Read-MsiexecLog $log
  $result.IsFull = $text -match $DiskFullWords
  $result.Lines = @(Find-FailureLines $text)
  $result
}

# --- what a package says of itself, read without installing anything ---

function Invoke-Com($Object, [string] $Kind, [string] $Name, [object[]] $Values) {
  $Object.GetType().InvokeMember($Name, $Kind, $null, $Object, $Values)
}

function Read-MsiProperty($Database, $Name) {
  $view = Invoke-Com $Database 'InvokeMethod' 'OpenView' "SELECT Value FROM Property WHERE Property = '$Name'"
  $null = Invoke-Com $view 'InvokeMethod' 'Execute'
  $record = Invoke-Com $view 'InvokeMethod' 'Fetch'
  if ($record) { [string] (Invoke-Com $record 'GetProperty' 'StringData' 1) } else { '' }
  $null = Invoke-Com $view 'InvokeMethod' 'Close'
}

# Name, version, product code and platform of a package. The file is open for reading (0) no longer than this takes.
function Read-MsiFacts($File) {
  $installer = New-Object -ComObject WindowsInstaller.Installer
  $database = Invoke-Com $installer 'InvokeMethod' 'OpenDatabase' ($File, 0)
  $summary = Invoke-Com $database 'GetProperty' 'SummaryInformation' 0
  @{
    Name = Read-MsiProperty $database 'ProductName'
    Version = Read-MsiProperty $database 'ProductVersion'
    Key = Read-MsiProperty $database 'ProductCode'
    IsHidden = (Read-MsiProperty $database 'ARPSYSTEMCOMPONENT') -eq '1'
    Platform = ([string] (Invoke-Com $summary 'GetProperty' 'Property' 7) -split ';')[0]
  }
  foreach ($object in $summary, $database, $installer) {
    $null = [Runtime.InteropServices.Marshal]::FinalReleaseComObject($object)
  }
  [GC]::Collect()
}
