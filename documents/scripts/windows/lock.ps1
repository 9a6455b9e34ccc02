# One run at a time, the folder that it works in, and what it remembers there.

# One budget for every wait for somebody else's work: another run, and other installations.
$BusySecondsMax = 300
$BusySeconds = 0

# Users may create folders in ProgramData and Temp, but not here: nobody can change the package after its check.
$State = "$env:ProgramFiles\Muster"
$Work = "$State\work"
$Lock = $null

# The errors of Windows that mean: the disk is full.
$DiskFullErrors = 39, 112

# Waits for somebody else; false when the budget is used up.
function Wait-Busy($Seconds, $What) {
  if ($BusySeconds -ge $BusySecondsMax) { return $false }
  if ($BusySeconds -eq 0) { Write-Line "waiting: $What" }
  $script:BusySeconds += $Seconds
  Start-Sleep $Seconds
  $true
}

# A folder that SYSTEM and administrators alone can read, with all that is in it.
function New-PrivateFolder($Path) {
  $null = [IO.Directory]::CreateDirectory($Path)
  $security = New-Object Security.AccessControl.DirectorySecurity
  $security.SetSecurityDescriptorSddlForm('D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)', 'Access')
  [IO.Directory]::SetAccessControl($Path, $security)
}

function Test-DiskFull($Cause) {
  $Cause -is [IO.IOException] -and $DiskFullErrors -contains ($Cause.HResult -band 0xffff)
}

# The lock, or nothing while another run has it. It is an open file, so it ends with the process however that ends.
function Open-Lock {
  try { [IO.File]::Open("$State\lock", 'OpenOrCreate', 'ReadWrite', 'None') }
  catch [IO.IOException] {
    if (Test-DiskFull ($_.Exception.GetBaseException())) { throw }
  }
}

function Enter-Lock {
  New-PrivateFolder $State
  while ($true) {
    $script:Lock = Open-Lock
    if ($Lock) { break }
    if (-not (Wait-Busy 1 'another run is at work')) { Stop-Run 27 "another run holds $State\lock" }
  }
  # Left by a run that was killed.
  Remove-Item -Recurse -Force $Work -ErrorAction Ignore
  New-PrivateFolder $Work
}

function Exit-Lock {
  if (-not $Lock) { return }
  Remove-Item -Recurse -Force $Work -ErrorAction Ignore
  $Lock.Dispose()
}

# --- what is remembered of this agent: NAME=VALUE lines ---

function Get-StateFile {
  "$State\$Agent.state"
}

function Read-State {
  $entries = @{}
  foreach ($line in @(Get-Content (Get-StateFile) -ErrorAction Ignore)) {
    $name, $value = $line -split '=', 2
    $entries[$name] = $value
  }
  $entries
}

function Save-State($Name, $Value) {
  $entries = Read-State
  $entries[$Name] = $Value
  $lines = @($entries.Keys | Sort-Object | ForEach-Object { "$_=$($entries[$_])" })
  [IO.File]::WriteAllLines((Get-StateFile), [string[]] $lines)
}
