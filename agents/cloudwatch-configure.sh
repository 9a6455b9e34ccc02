#!/bin/sh
# Fetches the configuration of the CloudWatch agent, which its own program checks and translates.
#
# CLOUDWATCH_CONFIG  variable: ssm:NAME of a parameter, or file:PATH
set -eu
ctl=/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl

fail() {
  echo "$1" >&2
  exit 1
}

[ -x "$ctl" ] || fail "the agent is not installed: there is no $ctl"
case ${CLOUDWATCH_CONFIG:-} in
  ssm:?* | file:?*) ;;
  *) fail "CLOUDWATCH_CONFIG is '${CLOUDWATCH_CONFIG:-}'; allowed are ssm:NAME and file:PATH" ;;
esac
# Without -s: the agent is started afterwards.
"$ctl" -a fetch-config -m ec2 -c "$CLOUDWATCH_CONFIG" ||
  fail "$CLOUDWATCH_CONFIG cannot be read, or is no configuration"
