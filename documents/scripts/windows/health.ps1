# Whether the agent works: its service runs and stays so, and the check of the user succeeds.

# What the Service Control Manager says of services that do not start or stay: the first and the last of these events.
$ServiceEvents = 7000, 7043

$CheckSeconds = 60
$StopSecondsMax = 60
$CheckResult = $null

function Get-ServiceEntry {
  Get-CimInstance -ClassName Win32_Service -Filter "Name = '$ServiceName'" -ErrorAction Ignore
}

# The process of the service while it runs, else 0.
function Get-ServiceProcess {
  $entry = Get-ServiceEntry
  if ($entry -and $entry.State -eq 'Running') { [int] $entry.ProcessId } else { 0 }
}

# True when one process of the service ran for the whole time of watching, and began to within the limit.
function Test-Steady($Limit) {
  $watch = [Diagnostics.Stopwatch]::StartNew()
  $seen = 0
  $since = 0
  while ($true) {
    $now = Get-ServiceProcess
    $seconds = $watch.Elapsed.TotalSeconds
    if ($now -ne $seen) { $since = $seconds }
    $seen = $now
    if ($now -ne 0 -and $seconds - $since -ge $SteadySeconds) { return $true }
    if ($seconds -ge $Limit + $SteadySeconds -or ($now -eq 0 -and $seconds -ge $Limit)) { return $false }
    Start-Sleep 1
  }
}

# Runs the check of the user until it succeeds or the limit is over: an agent needs a while to enrol.
function Test-Check($Limit) {
  if (-not $CheckScript) { return $true }
  $watch = [Diagnostics.Stopwatch]::StartNew()
  while ($true) {
    $script:CheckResult = Invoke-UserScript 'check' $CheckScript $CheckSeconds
    if ($CheckResult.Code -eq 0) { return $true }
    if ($watch.Elapsed.TotalSeconds -ge $Limit) { return $false }
    Start-Sleep 5
  }
}

function Test-Healthy($Limit) {
  $script:CheckResult = $null
  (Test-Steady $Limit) -and (Test-Check $Limit)
}

# A failure here shows in the service's health. sc.exe does not wait, as Start-Service would without a limit.
function Start-Agent {
  if ((Get-ServiceEntry).StartMode -ne 'Auto') { $null = & sc.exe config $ServiceName start= auto }
  $null = & sc.exe start $ServiceName
}

# So that the service reads what was configured. One that refuses to stop goes on.
function Restart-Agent {
  if ($ConfigureScript) { $null = & sc.exe stop $ServiceName }
  for ($waited = 0; $waited -lt $StopSecondsMax -and (Get-ServiceEntry).State -eq 'Stop Pending'; $waited++) {
    Start-Sleep 1
  }
  Start-Agent
}

# What the Service Control Manager said of the service since a time, the oldest first.
function Get-LastWords([DateTime] $Since) {
  $names = @($ServiceName, (Get-ServiceEntry).DisplayName | Where-Object { $_ })
  $filter = @{ LogName = 'System'; ProviderName = 'Service Control Manager'; StartTime = $Since }
  $events = @(Get-WinEvent -FilterHashtable $filter -MaxEvents 100 -ErrorAction Ignore)
  [Array]::Reverse($events)
  foreach ($each in $events) {
    if ($each.Id -lt $ServiceEvents[0] -or $each.Id -gt $ServiceEvents[1]) { continue }
    $words = $each.Message -replace '\s+', ' '
    if (@($names | Where-Object { $words.Contains($_) })) { "$($each.Id): $words" }
  }
}

# Ends the run with the service's own words, or those of the check.
function Stop-Unhealthy([DateTime] $Since) {
  if ($CheckResult) {
    Write-Quotes $CheckResult.Lines
    Stop-Run 23 "$(Get-Installed) is installed and $ServiceName runs, but the check $(Format-End $CheckResult)"
  }
  Write-Quotes (Get-LastWords $Since)
  $entry = Get-ServiceEntry
  $words = 'there is no such service'
  if ($entry) { $words = "it is $($entry.State), its exit code is $($entry.ExitCode)" }
  Stop-Run 23 "$(Get-Installed) is installed, but $ServiceName did not stay running for $SteadySeconds s: $words"
}
