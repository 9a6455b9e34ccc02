# Requests over https, and what went wrong with them.

# The address that was asked last, after redirects: the one that a failure of TLS is about.
$AskedAddress = ''

# Hosts that are never asked for through a proxy: the node itself, and its metadata.
$DirectHosts = '127.0.0.1', 'localhost', '169.254.169.254'

# The proxy for an address: the one that the SSM agent was given, else that of Windows. Nothing means: none.
function Get-Proxy([Uri] $Uri) {
  $name = $Uri.Host
  $direct = @($DirectHosts) + ("$env:no_proxy" -split '[,\s]+' -replace '^[*.]+', '' -ne '')
  if (@($direct | Where-Object { $name -eq $_ -or $name.EndsWith(".$_") })) { return $null }
  $address = [Environment]::GetEnvironmentVariable("$($Uri.Scheme)_proxy")
  if (-not $address) { return [Net.WebRequest]::DefaultWebProxy }
  if ($address -notmatch '://') { $address = "http://$address" }
  New-Object Net.WebProxy $address
}

# A request that follows no redirect by itself. One read waits for at most 15 seconds.
function New-Request($Url, $Method, $Headers, $Seconds) {
  $script:AskedAddress = $Url
  $request = [Net.WebRequest]::Create($Url)
  $request.Method = $Method
  $request.UserAgent = 'muster'
  $request.AllowAutoRedirect = $false
  $request.Proxy = Get-Proxy $Url
  $request.Timeout = $Seconds * 1000
  $request.ReadWriteTimeout = [Math]::Min(15, $Seconds) * 1000
  foreach ($name in $Headers.Keys) {
    if ($name -eq 'content-type') { $request.ContentType = $Headers[$name] }
    elseif ($name -ne 'host') { $request.Headers.Add($name, $Headers[$name]) }
  }
  $request
}

# The answer to a GET. A redirect is followed to https alone, and without the headers: they may hold a signature.
function Open-Address($Url, $Headers, $Seconds) {
  $address = $Url
  $sent = $Headers
  for ($hop = 0; $hop -le 5; $hop++) {
    $response = (New-Request $address 'GET' $sent $Seconds).GetResponse()
    $status = [int] $response.StatusCode
    if ($status -lt 300) { return $response }
    $region = $response.Headers['x-amz-bucket-region']
    $target = $response.Headers['Location']
    $response.Close()
    if ($sent.Count -and $region) { throw "the bucket is in the region $region" }
    if (-not $target) { throw "a redirect ($status) without a target" }
    $next = New-Object Uri ([Uri] $address), $target
    if ($next.Scheme -ne 'https') { throw "a redirect to $($next.Scheme)://$($next.Host), and allowed is https" }
    $address = $next.AbsoluteUri
    $sent = @{}
  }
  throw 'more than 5 redirects'
}

# Copies what the address gives into the file, within the time.
function Receive-File($Url, $Headers, $File, $Seconds) {
  $watch = [Diagnostics.Stopwatch]::StartNew()
  $response = Open-Address $Url $Headers $Seconds
  $length = $response.ContentLength
  $target = [IO.File]::Create($File)
  try {
    $source = $response.GetResponseStream()
    $buffer = New-Object byte[] 65536
    while (($count = $source.Read($buffer, 0, $buffer.Length)) -gt 0) {
      if ($watch.Elapsed.TotalSeconds -ge $Seconds) { throw "it did not end within $Seconds seconds" }
      $target.Write($buffer, 0, $count)
    }
    $size = $target.Length
  } finally {
    $target.Dispose()
    $response.Close()
  }
  if ($length -ge 0 -and $size -ne $length) { throw "it ended after $size of $length bytes" }
}

# What an answer that is no file says.
function Read-Answer($Response) {
  $stream = $Response.GetResponseStream()
  $reader = New-Object IO.StreamReader $stream, ([Text.Encoding]::UTF8)
  try { $reader.ReadToEnd() }
  finally { $Response.Close() }
}

# The cause of a failed request. PowerShell wraps what .NET throws. Status is that of the answer, or 0 without one.
function Get-WebFailure($Exception) {
  $cause = $Exception.GetBaseException()
  $failure = @{ Status = 0; Text = $cause.Message; Body = ''; Region = ''; IsFull = Test-DiskFull $cause }
  $web = $Exception
  while ($web -and $web -isnot [Net.WebException]) { $web = $web.InnerException }
  if (-not $web) { return $failure }
  $name = [string] $web.Status
  if ($web.Response) {
    $failure.Status = [int] $web.Response.StatusCode
    $failure.Text = $web.Message
    $failure.Region = [string] $web.Response.Headers['x-amz-bucket-region']
    try { $failure.Body = Read-Answer $web.Response } catch { $failure.Body = '' }
  } elseif ($name -match '\A(TrustFailure|SecureChannelFailure)\z') {
    $failure.Text = $TlsCauses[(Get-TlsCause $AskedAddress)]
  } elseif ($WebFailures[$name]) { $failure.Text = $WebFailures[$name] }
  $failure
}
