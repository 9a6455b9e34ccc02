# The order of things. This part ends the script.

$Clock = $null

# Configures and starts what is installed already. Ends the run when it works then.
function Update-Agent {
  if (Test-Configured) {
    if (Test-Healthy 5) { Stop-Run 0 "$(Get-Installed) is installed and $ServiceName is healthy already" }
    Write-Line "$(Get-Installed) is installed, but $ServiceName is not healthy: starting it"
    Start-Agent
  } else {
    Set-Configuration
    Restart-Agent
  }
  if (Test-Healthy $HealthSeconds) { Stop-Run 0 "$(Get-Installed) was installed; $ServiceName is healthy again" }
  Write-Line "$ServiceName does not stay healthy: installing $ProductName again"
}

function Install-Agent($Systems) {
  $since = [DateTime]::Now
  $package = Select-Package $Systems
  Save-Secrets
  if (Test-Installed $package) { Update-Agent }
  $file = "$Work\package$([IO.Path]::GetExtension($package.Url))"
  Save-Package $package $file
  Assert-Hash $package $file
  $facts = Read-PackageFacts $file
  if (Test-Newer $facts (Get-InstalledVersion)) { Write-Line "$(Get-Installed) is newer than the package and stays" }
  else {
    Write-Plan $facts
    Install-Package $file $facts
    Wait-Product $file (Get-InstallSeconds)
  }
  Save-State 'package' $package.Hash
  Set-Configuration
  Restart-Agent
  if (-not (Test-Healthy $HealthSeconds)) { Stop-Unhealthy $since }
  Stop-Run 0 "$(Get-Installed) is installed and $ServiceName is healthy"
}

# Only looks.
function Test-Agent {
  if (-not (Get-Product)) { Stop-Run 35 "$ProductName is not installed" }
  if (-not (Test-Version (Get-InstalledVersion))) { Stop-WrongVersion }
  if ($CheckScript) { Save-Secrets }
  if (-not (Test-Healthy 5)) { Stop-Unhealthy ([DateTime]::Now.AddHours(-1)) }
  Stop-Run 0 "$(Get-Installed) is installed and $ServiceName is healthy"
}

function Invoke-Operation {
  $mode = [string] $ExecutionContext.SessionState.LanguageMode
  if ($mode -ne 'FullLanguage') { Stop-Run 29 "PowerShell is in $mode mode here, and this script needs FullLanguage" }
  $script:Clock = [Diagnostics.Stopwatch]::StartNew()
  [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
  [Net.ServicePointManager]::Expect100Continue = $false
  $systems = @(Get-SystemKeys)
  Set-Overrides $systems[-1..(-$systems.Count)]
  Assert-Settings
  Enter-Lock
  switch ($Operation) {
    'Install' { Install-Agent $systems }
    'Verify' { Test-Agent }
    'Uninstall' { Uninstall-Agent }
  }
}

try { Invoke-Operation }
catch {
  if (-not $Outcome) {
    $where = $_.InvocationInfo.ScriptLineNumber
    $Outcome = @{ Code = 29; Text = "outcome 29 $($Outcomes[29]): $($_.Exception.Message) (line $where)" }
  }
}
finally { Exit-Lock }
Write-Host (Format-Line "muster: $($Outcome.Text)" 600)
exit $Outcome.Code
