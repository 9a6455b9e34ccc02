#!/bin/sh
# The Datadog Agent works when all its components are healthy. The forwarder is not when Datadog refuses the API key.
set -eu

if ! datadog-agent health; then
  echo 'the agent is not healthy; does the API key belong to the site?' >&2
  exit 1
fi
