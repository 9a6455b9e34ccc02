# The user's configuration: it runs between install and start, and again when it or a value that it sees has changed.

$ConfigureSeconds = 300

# What configures the agent, as one keyed digest: it tells a change and gives no secret away.
function Get-SettingsDigest($Key) {
  $values = @(Get-ValueNames | ForEach-Object { "$_=$(Get-Value $_)" })
  $text = @($ConfigureScript) + $values -join "`n"
  Get-Hex (Get-Mac (Get-Bytes $Key) $text)
}

function Test-Configured {
  if (-not $ConfigureScript) { return $true }
  $known = Read-State
  $known.key -and $known.settings -eq (Get-SettingsDigest $known.key)
}

function Set-Configuration {
  if (-not $ConfigureScript) { return }
  Write-Line 'configuring'
  Save-State 'settings' ''
  $result = Invoke-UserScript 'configure' $ConfigureScript $ConfigureSeconds
  if ($result.Problem -or $result.Code -ne 0) {
    Write-Quotes $result.Lines
    Stop-Run 34 "the configure script $(Format-End $result)"
  }
  $key = [Guid]::NewGuid().ToString() + [Guid]::NewGuid().ToString()
  Save-State 'key' $key
  Save-State 'settings' (Get-SettingsDigest $key)
}
