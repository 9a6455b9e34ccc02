# Installs the package, whatever its kind.

# For the installer itself. Less when the run has used up its time.
$InstallSecondsMax = 1200
$RunSecondsMax = 3300

# The platform in a package, and the architecture that it is for. A package of 32 bits runs on each.
$MsiPlatforms = @{ x64 = 'x86_64'; AMD64 = 'x86_64'; Arm64 = 'arm64' }

function Get-InstallSeconds {
  $left = $RunSecondsMax - [int] $Clock.Elapsed.TotalSeconds - $HealthSeconds - $SteadySeconds
  [Math]::Max(60, [Math]::Min($InstallSecondsMax, $left))
}

# Whether Windows Installer is at work for somebody. A mutex that is there and not ours to open counts as that.
function Test-InstallerBusy {
  try { $mutex = [Threading.Mutex]::OpenExisting('Global\_MSIExecute') }
  catch [Threading.WaitHandleCannotBeOpenedException] { return $false }
  catch { return $true }
  try { $isFree = $mutex.WaitOne(0) }
  catch [Threading.AbandonedMutexException] { $isFree = $true }
  if ($isFree) { $mutex.ReleaseMutex() }
  $mutex.Dispose()
  -not $isFree
}

# Runs an installer when no other one is at work, and once more when another one came in between.
function Invoke-Patiently($Program, $Line) {
  while ($true) {
    if (-not (Test-InstallerBusy)) {
      $result = Invoke-Program $Program $Line (Get-InstallSeconds)
      if ($BusyCodes -notcontains $result.Code) { return $result }
    }
    if (-not (Wait-Busy 10 'another installation is in progress')) {
      Stop-Run 27 "another installation was in progress for $BusySecondsMax seconds"
    }
  }
}

# Ends the run unless the installer did its work. Failure is the outcome when no other fits.
function Assert-Ended($Result, $What, $Failure) {
  $code = $Result.Code
  if ($RebootCodes -contains $code) { Write-Line 'the installer asks for a reboot, which is left to you' }
  elseif ($code -ne 0 -or $Result.Problem) {
    Write-Quotes $Result.Lines
    $sentence = "$What $(Format-End $Result)"
    if ($MsiexecWords[$code]) { $sentence += ": $($MsiexecWords[$code])" }
    if ($Result.IsFull) { Stop-Run 29 "${sentence}: the disk is full" }
    if ($CodeOutcomes[$code]) { Stop-Run $CodeOutcomes[$code] $sentence }
    Stop-Run $Failure $sentence
  }
}

# Reads the package before it is installed. An .exe says nothing that can be relied on, so the named version counts.
function Read-PackageFacts($File) {
  if (-not $File.EndsWith('.msi')) { return @{ Version = $Version -replace '\A(>=|latest\z)', '' } }
  try { $facts = Read-MsiFacts $File }
  catch { Stop-Run 24 "Windows Installer cannot read the package: $($_.Exception.GetBaseException().Message)" }
  if (-not $facts.IsHidden -and -not (Test-ProductName $facts.Name $facts.Version)) {
    Stop-Run 28 "the package holds '$($facts.Name)'; wanted is '$ProductName'"
  }
  if (-not (Test-Version $facts.Version)) { Stop-Run 28 "the package holds $($facts.Version); wanted is $Version" }
  $platform = $MsiPlatforms[[string] $facts.Platform]
  $own = Get-Architecture
  if ($platform -and $platform -ne $own) { Stop-Run 28 "the package is for $platform, and this node is $own" }
  $facts
}

# Whether the installed version is newer than the package and stays, because nobody asked for an older one.
function Test-Newer($Facts, $Installed) {
  if (-not $Installed -or -not $Facts.Version -or $Version -notmatch '\A(latest|>=)') { return $false }
  (Compare-Versions $Installed $Facts.Version) -gt 0
}

# A newer version that is still here when this is said is replaced because an exact version is wanted.
function Write-Plan($Facts) {
  $verb = 'installing'
  if ((Compare-Versions (Get-InstalledVersion) $Facts.Version) -gt 0) { $verb = 'downgrading, as the version asks:' }
  Write-Line "$verb $ProductName $Version; on the node is: $(Get-Installed)"
}

function Install-Package($File, $Facts) {
  $product = Get-Product
  if ($File.EndsWith('.msi')) {
    $line = Expand-Arguments $true
    if ($product -and $product.Key -eq $Facts.Key) { $line = "REINSTALL=ALL REINSTALLMODE=vomus $line" }
    $result = Invoke-Msiexec '/i' $File $line
  } else { $result = Invoke-Patiently $File (Expand-Arguments $false) }
  Assert-Ended $result "the installer of $ProductName" 24
}

# An .exe may return before the installer that it starts has ended: the product is waited for.
function Wait-Product($File, $Seconds) {
  $watch = [Diagnostics.Stopwatch]::StartNew()
  while (-not (Test-Version (Get-InstalledVersion))) {
    if ($File.EndsWith('.msi') -or $watch.Elapsed.TotalSeconds -ge $Seconds) { Stop-WrongVersion }
    Start-Sleep 5
  }
}

function Stop-WrongVersion {
  Stop-Run 28 "on the node is: $(Get-Installed); wanted is $Version"
}
