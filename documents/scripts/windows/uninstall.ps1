# Removes the agent: by the user's script, else as the product itself wants to be removed.

$GoneSecondsMax = 300

# What makes an uninstaller ask no questions.
$SilentSwitches = '\s(/S|/silent|/verysilent|/quiet|/qn|-q|-s|--silent|--quiet)(\s|\z)'

# Program and arguments of the line that the product left in the registry. It goes to the program and through no shell.
function Split-CommandLine([string] $Line) {
  if ($Line -match '\A\s*"([^"]+)"\s*(.*)\z' -or $Line -match '\A\s*(.+?\.exe)\s*(.*)\z') {
    @{ Program = [Environment]::ExpandEnvironmentVariables($Matches[1]); Arguments = $Matches[2] }
  }
}

# A line of msiexec may say /I where it means /X, so only its product code is taken.
function Invoke-OwnUninstaller($Product) {
  if ($Product.Line -match 'msiexec.*(\{[0-9A-F-]{36}\})') { return Invoke-Msiexec '/x' $Matches[1] '' }
  $line = $Product.Quiet
  if (-not $line -and $Product.Line -match $SilentSwitches) { $line = $Product.Line }
  $command = Split-CommandLine $line
  if (-not $command) { Stop-Run 36 "$ProductName knows no removal without questions: give an uninstall script" }
  Invoke-Patiently $command.Program $command.Arguments
}

# An uninstaller may go on after its end, from a copy of itself.
function Wait-Gone {
  $watch = [Diagnostics.Stopwatch]::StartNew()
  while (Get-Product) {
    if ($watch.Elapsed.TotalSeconds -ge $GoneSecondsMax) { Stop-Run 36 "$(Get-Installed) is still installed" }
    Start-Sleep 5
  }
}

function Uninstall-Agent {
  $product = Get-Product
  if ($product) {
    Write-Line "removing $(Get-Installed)"
    if ($UninstallScript) {
      Save-Secrets
      $result = Invoke-UserScript 'uninstall' $UninstallScript (Get-InstallSeconds)
    } else { $result = Invoke-OwnUninstaller $product }
    if ($GoneCodes -notcontains $result.Code) { Assert-Ended $result "the removal of $ProductName" 36 }
    Wait-Gone
  }
  Remove-Item -Force (Get-StateFile) -ErrorAction Ignore
  Stop-Run 0 "$ProductName is not installed any more"
}
