#!/bin/sh
# The CloudWatch agent works when it runs with a configuration.
set -eu

fail() {
  echo "$1" >&2
  exit 1
}

# It ends with 0 whatever it says.
status=$(/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a status) ||
  fail 'amazon-cloudwatch-agent-ctl does not answer'
echo "$status"
case $status in
  *'"configstatus": "configured"'*) ;;
  *) fail 'the agent has no configuration' ;;
esac
case $status in
  *'"status": "running"'*) ;;
  *) fail 'the agent does not run' ;;
esac
