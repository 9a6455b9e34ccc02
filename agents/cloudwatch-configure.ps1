# Fetches the configuration of the CloudWatch agent, which its own program checks and translates. With -s it makes the
# service, if an older package did not, and starts it.
#
# CLOUDWATCH_CONFIG  variable: ssm:NAME of a parameter, or file:PATH
$ctl = "$env:ProgramFiles\Amazon\AmazonCloudWatchAgent\amazon-cloudwatch-agent-ctl.ps1"
if ($env:CLOUDWATCH_CONFIG -notmatch '^(ssm|file):.') {
  "CLOUDWATCH_CONFIG is '$env:CLOUDWATCH_CONFIG'; allowed are ssm:NAME and file:PATH"
  exit 1
}
& $ctl -a fetch-config -m ec2 -c $env:CLOUDWATCH_CONFIG -s
if (-not $?) { exit 1 }
