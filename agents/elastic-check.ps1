# The Elastic Agent works when it is healthy and enrolled in Fleet. It is healthy without Fleet too.
$status = & "$env:ProgramFiles\Elastic\Agent\elastic-agent.exe" status
$code = $LASTEXITCODE
$status
if ($code -ne 0) { exit $code }
if ($status -match 'Not enrolled into Fleet') { exit 1 }
