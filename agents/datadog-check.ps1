# The Datadog Agent works when all its components are healthy. The forwarder is not when Datadog refuses the API key.
& "$env:ProgramFiles\Datadog\Datadog Agent\bin\agent.exe" health
exit $LASTEXITCODE
