# The CrowdStrike Falcon sensor works when its driver runs and it has registered with its cloud.
$driver = & sc.exe query csagent
if (-not ($driver -match 'RUNNING')) {
  'the driver CSAgent does not run'
  exit 1
}
$places = 'HKLM:\SYSTEM\CrowdStrike\{9b03c1d9-3138-44ed-9fae-d9f4c034b88d}\{16e0423f-7058-48c9-a204-725362b67639}\Default',
  'HKLM:\SYSTEM\CurrentControlSet\Services\CSAgent\Sim'
foreach ($place in $places) {
  if ((Get-ItemProperty -LiteralPath $place -Name AG -ErrorAction Ignore).AG) { exit 0 }
}
'the sensor has no agent id: it has not registered with the cloud of CrowdStrike'
exit 1
