# Secrets by name: fetched by this node, kept in this process, and hidden in everything that is printed.

# Values by their names in the environment.
$Secrets = @{}

# Which outcome an error of AWS leads to: the first pattern that fits.
$SecretErrors = @(
  @{ Code = 33; Pattern = 'kms:[A-Za-z]|Access to KMS|ciphertext|customer master key|InvalidKeyId|DecryptionFailure' }
  @{ Code = 32; Pattern = 'ParameterNotFound|ParameterVersionNotFound|ResourceNotFound|marked for deletion' }
  @{ Code = 31; Pattern = 'AccessDenied|UnrecognizedClient|ExpiredToken|InvalidClientTokenId' }
  @{ Code = 29; Pattern = 'InvalidSignature|SignatureDoesNotMatch|RequestExpired|TimeTooSkewed' }
  @{ Code = 20; Pattern = 'Throttl|TooManyRequests|InternalServer|ServiceUnavailable|no answer' }
)

function Get-SecretOutcome($Text) {
  foreach ($entry in $SecretErrors) {
    if ($Text -cmatch $entry.Pattern) { return $entry.Code }
  }
  29
}

# Asks a service with these credentials. Error is empty when the answer is what was asked for.
function Invoke-Aws($Service, $Target, $Body, $Credential) {
  $endpoint = Get-Endpoint $Service (Get-Region)
  $headers = @{ 'content-type' = 'application/x-amz-json-1.1'; 'x-amz-target' = $Target }
  $request = @{ Service = $Service; Region = Get-Region; Host = ([Uri] $endpoint).Authority }
  $request += @{ Method = 'POST'; Path = '/'; Body = $Body; Headers = $headers }
  Add-Signature $request $Credential ([DateTime]::UtcNow)
  try {
    $call = New-Request "$endpoint/" 'POST' $headers 20
    $bytes = Get-Bytes $Body
    $stream = $call.GetRequestStream()
    $stream.Write($bytes, 0, $bytes.Length)
    $stream.Close()
    return @{ Error = ''; Answer = Read-Answer ($call.GetResponse()) | ConvertFrom-Json }
  } catch { $failure = Get-WebFailure $_.Exception }
  if ($failure.Status -eq 0) { return @{ Error = "no answer from $endpoint ($($failure.Text))" } }
  if ($failure.Status -ge 500) { return @{ Error = "ServiceUnavailable: $endpoint answers $($failure.Status)" } }
  @{ Error = "$($failure.Text) $($failure.Body -replace '[{}"]', '')" }
}

# The answer of the first credentials that are not refused, or the run ends.
function Request-Secret($Name, $Service, $Target, $Question) {
  $code = 31
  $why = 'this node has no credentials'
  foreach ($credential in @(Get-Credentials)) {
    for ($attempt = 1; $attempt -le 3; $attempt++) {
      $result = Invoke-Aws $Service $Target ($Question | ConvertTo-Json -Compress) $credential
      if (-not $result.Error) { return $result.Answer }
      $code = Get-SecretOutcome $result.Error
      $why = "$($result.Error), asked with $($credential.From)"
      if ($code -ne 20) { break }
      Start-Sleep (2 * $attempt)
    }
    if ($code -ne 31) { break }
  }
  Stop-Run $code "${Name}: $why"
}

# The value that an address names: parameter:NAME, secret:NAME or secret:NAME#KEY.
function Read-Secret($Name, $Address) {
  $what = "$Name ($Address)"
  $kind, $id = $Address -split ':', 2
  if ($kind -eq 'parameter') {
    return (Request-Secret $what 'ssm' 'AmazonSSM.GetParameter' @{ Name = $id; WithDecryption = $true }).Parameter.Value
  }
  $id, $key = $id -split '#', 2
  $text = (Request-Secret $what 'secretsmanager' 'secretsmanager.GetSecretValue' @{ SecretId = $id }).SecretString
  if ($key) { $text = Get-JsonKey $text $key }
  if (-not $text) { Stop-Run 32 "$what holds no text" }
  $text
}

function Get-JsonKey($Json, $Key) {
  try { $fields = ($Json | ConvertFrom-Json).PSObject.Properties } catch { return }
  foreach ($field in $fields) {
    if ($field.Name -ceq $Key) { return [string] $field.Value }
  }
}

# Every form in which a line of a secret may be printed: as it is, in the quotes of a command line, and in the code page
# of a program.
function Protect-Secret([string] $Value) {
  foreach ($line in ($Value -split '[\r\n]+')) {
    if ($line.Trim().Length -lt 4) { continue }
    $page = [Console]::OutputEncoding.GetString((Get-Bytes $line))
    $script:SecretLines += @($line, $line.Trim(), $line.Replace('"', '""'), $line.Replace('"', '\"'), $page)
  }
  $script:SecretLines = @($SecretLines | Sort-Object -Property Length -Descending)
}

function Save-Secrets {
  foreach ($name in $SecretNames.Keys) {
    $value = Read-Secret $name $SecretNames[$name]
    Protect-Secret $value
    $Secrets[$name] = $value
  }
}
