# Why a request failed, in words.

# Of requests without an answer, by the names that .NET gives them.
$WebFailures = @{
  NameResolutionFailure = 'the DNS of this node does not know the host'
  ProxyNameResolutionFailure = 'the DNS of this node does not know the proxy'
  ConnectFailure = 'the host takes no connection'
  Timeout = 'no answer in time'
  ReceiveFailure = 'the connection broke'
  ConnectionClosed = 'the connection broke'
}

# Of TLS.
$TlsCauses = @{
  clock = 'the clock of this node is wrong: the certificate of the host is not valid yet'
  expired = 'the certificate of the host has expired'
  issuer = 'this node does not know the issuer of the certificate of the host'
  name = 'the certificate is for another name than that of the host'
  other = 'no TLS connection: no common version, or a refused certificate'
}

# What .NET says of a chain of certificates, and which cause that is.
$ChainCauses = @{ UntrustedRoot = 'issuer'; PartialChain = 'issuer' }

# The first bytes of what may be installed.
$PackageMarks = @{ '.msi' = 'D0-CF-11-E0'; '.exe' = '4D-5A' }

# Which cause a certificate chain shows at a time. 2 is RemoteCertificateNameMismatch.
function Get-ChainCause($Chain, [int] $Errors, [DateTime] $Now) {
  foreach ($element in $Chain.ChainElements) {
    if ($element.Certificate.NotBefore -gt $Now) { return 'clock' }
    if ($element.Certificate.NotAfter -lt $Now) { return 'expired' }
  }
  foreach ($status in $Chain.ChainStatus) {
    foreach ($name in ([string] $status.Status -split ', ')) {
      if ($ChainCauses[$name]) { return $ChainCauses[$name] }
    }
  }
  if ($Errors -band 2) { return 'name' }
  'other'
}

# Asks the host for its certificate once more, to see what is wrong with it. Nothing is sent over this connection. A
# host behind a proxy cannot be asked.
function Get-TlsCause([Uri] $Uri) {
  $seen = @{ Cause = 'other' }
  if (Get-Proxy $Uri | Where-Object { -not $_.IsBypassed($Uri) }) { return 'other' }
  $client = New-Object Net.Sockets.TcpClient
  $judge = [Net.Security.RemoteCertificateValidationCallback] {
    param($source, $certificate, $chain, $errors)
    $seen.Cause = Get-ChainCause $chain ([int] $errors) ([DateTime]::Now)
    $false
  }
  try {
    if ($client.ConnectAsync($Uri.Host, $Uri.Port).Wait(10000)) {
      $client.ReceiveTimeout = 10000
      $wire = $client.GetStream()
      $stream = New-Object Net.Security.SslStream $wire, $false, $judge
      $stream.AuthenticateAsClient($Uri.Host, $null, 'Tls12', $false)
    }
  } catch { $null = $_ }
  finally { $client.Close() }
  $seen.Cause
}

# What is wrong with a file that should be a package, judged by its first bytes; nothing when it looks like one.
function Get-BodyProblem($File) {
  $size = (Get-Item $File).Length
  if ($size -eq 0) { return 'the answer is empty' }
  $bytes = [byte[]] (Get-Content $File -Encoding Byte -TotalCount 256)
  $extension = [IO.Path]::GetExtension($File)
  if ([BitConverter]::ToString($bytes).StartsWith($PackageMarks[$extension])) { return }
  $text = [Text.Encoding]::ASCII.GetString($bytes)
  if ($text -match '<(!doctype|html|head|body)') { return "the answer is a web page (HTML) of $size bytes" }
  "the answer is no $extension file: $size bytes"
}
