# Packages in a private bucket: s3://BUCKET/KEY, read with the credentials of this node.

# A signed GET of an object. A bucket with dots in its name fits no certificate of *.s3, so it goes into the path.
function New-ObjectRequest($Bucket, $Key, $Region, $Credential) {
  $endpoint = Get-Endpoint 's3' $Region
  $path = ConvertTo-UriPath "/$Key"
  if ($endpoint.StartsWith('https://s3.') -and -not $Bucket.Contains('.')) {
    $endpoint = $endpoint.Replace('https://', "https://$Bucket.")
  } else { $path = "/$Bucket$path" }
  $headers = @{ 'x-amz-content-sha256' = Get-Digest '' }
  $request = @{ Service = 's3'; Region = $Region; Host = ([Uri] $endpoint).Authority }
  $request += @{ Method = 'GET'; Path = $path; Body = ''; Headers = $headers }
  Add-Signature $request $Credential ([DateTime]::UtcNow)
  @{ Url = "$endpoint$path"; Headers = $headers }
}

# Tries one region. Gives nothing, or the failure; Region says where the bucket is when it is somewhere else.
function Receive-Object($Place, $Region, $Credential, $File, $Seconds) {
  $request = New-ObjectRequest $Place.Bucket $Place.Key $Region $Credential
  try { Receive-File $request.Url $request.Headers $File $Seconds }
  catch {
    $failure = Get-WebFailure $_.Exception
    if ($failure.Text -match '\Athe bucket is in the region (\S+)') { $failure.Region = $Matches[1] }
    if ($failure.Body -match '<Message>([^<]*)') { $failure.Text = $Matches[1] }
    $failure.Text += ", asked with $($Credential.From)"
    $failure
  }
}

# Tries all credentials of the node until one is not refused.
function Receive-PrivateFile($Url, $File, $Seconds) {
  $bucket, $key = $Url.Substring('s3://'.Length) -split '/', 2
  $place = @{ Bucket = $bucket; Key = $key }
  $failure = @{ Status = 0; Text = 'this node has no credentials' }
  foreach ($credential in @(Get-Credentials)) {
    $region = Get-Region
    $failure = Receive-Object $place $region $credential $File $Seconds
    if ($failure.Region -and $failure.Region -ne $region) {
      $failure = Receive-Object $place $failure.Region $credential $File $Seconds
    }
    if ($failure.Status -ne 403) { break }
  }
  $failure
}
