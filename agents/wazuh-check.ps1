# The Wazuh agent works when the manager has acknowledged it.
$state = "${env:ProgramFiles(x86)}\ossec-agent\wazuh-agent.state"
$line = Select-String -LiteralPath $state -Pattern "^status='(.*)'" -ErrorAction Ignore
if ($line -and $line.Matches[0].Groups[1].Value -eq 'connected') { exit 0 }
"the manager has not acknowledged the agent: $($line.Line)"
exit 1
