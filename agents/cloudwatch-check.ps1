# The CloudWatch agent works when it runs with a configuration.
$ctl = "$env:ProgramFiles\Amazon\AmazonCloudWatchAgent\amazon-cloudwatch-agent-ctl.ps1"
$text = (& $ctl -a status) -join "`n"
$text
$status = $text | ConvertFrom-Json
if ($status.status -ne 'running' -or $status.configstatus -ne 'configured') { exit 1 }
