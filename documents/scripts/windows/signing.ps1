# Requests to AWS, signed with Signature Version 4.

# How the environment calls a service.
$EndpointNames = @{ ssm = 'SSM'; secretsmanager = 'SECRETS_MANAGER'; s3 = 'S3' }

function Get-Hex([byte[]] $Bytes) {
  [BitConverter]::ToString($Bytes).Replace('-', '').ToLower()
}

# The commas keep PowerShell from taking bytes apart.
function Get-Bytes([string] $Text) {
  , [Text.Encoding]::UTF8.GetBytes($Text)
}

# The class that also works where FIPS is required.
function Get-Digest([string] $Text) {
  $hash = New-Object Security.Cryptography.SHA256CryptoServiceProvider
  Get-Hex ($hash.ComputeHash((Get-Bytes $Text)))
}

function Get-Mac([byte[]] $Key, [string] $Text) {
  $mac = New-Object Security.Cryptography.HMACSHA256 (, $Key)
  , $mac.ComputeHash((Get-Bytes $Text))
}

function Get-Signature($Secret, $Scope, $Text) {
  $key = Get-Bytes "AWS4$Secret"
  foreach ($part in $Scope) { $key = Get-Mac $key $part }
  Get-Hex (Get-Mac $key $Text)
}

# A path as AWS writes it: RFC 3986, and the slashes stay. EscapeDataString of older .NET leaves five characters alone.
function ConvertTo-UriPath($Path) {
  $escaped = [Uri]::EscapeDataString($Path).Replace('%2F', '/')
  foreach ($character in [char[]] "!*'()") { $escaped = $escaped.Replace("$character", '%{0:X2}' -f [int] $character) }
  $escaped
}

# Adds to the headers of a request what makes it a signed one. Path is escaped already; the time is UTC.
function Add-Signature($Request, $Credential, [DateTime] $Time) {
  $stamp = $Time.ToString('yyyyMMddTHHmmssZ', [Globalization.CultureInfo]::InvariantCulture)
  $headers = $Request.Headers
  $headers['host'] = $Request.Host
  $headers['x-amz-date'] = $stamp
  if ($Credential.Token) { $headers['x-amz-security-token'] = $Credential.Token }
  $names = [string[]] @($headers.Keys)
  [Array]::Sort($names, [StringComparer]::Ordinal)
  $signed = $names -join ';'
  $lines = @($Request.Method, $Request.Path, '')
  $lines += @($names | ForEach-Object { $_ + ':' + $headers[$_] })
  $lines += @('', $signed, (Get-Digest $Request.Body))
  $scope = $stamp.Substring(0, 8), $Request.Region, $Request.Service, 'aws4_request'
  $place = $scope -join '/'
  $text = 'AWS4-HMAC-SHA256', $stamp, $place, (Get-Digest ($lines -join "`n")) -join "`n"
  $signature = Get-Signature $Credential.Secret $scope $text
  $headers['authorization'] =
    "AWS4-HMAC-SHA256 Credential=$($Credential.Id)/$place, SignedHeaders=$signed, Signature=$signature"
}

# Where a service of AWS is. As in every SDK, the environment may say something else; only the node itself without TLS.
function Get-Endpoint($Service, $Region) {
  foreach ($variable in "AWS_ENDPOINT_URL_$($EndpointNames[$Service])", 'AWS_ENDPOINT_URL') {
    $address = [Environment]::GetEnvironmentVariable($variable)
    if ($address -match '\A(https://|http://127\.0\.0\.1[:/])') { return $address.TrimEnd('/') }
  }
  $country = ''
  if ($Region.StartsWith('cn-')) { $country = '.cn' }
  "https://$Service.$Region.amazonaws.com$country"
}

