# Fetches the package and checks that it is the one that was meant.

$DownloadTriesMax = 4

# Answers that stay the same when they are asked for again.
$FinalStatuses = 400, 401, 403, 404, 405, 410

# Tries once. Gives nothing, or the failure.
function Receive-Package($Url, $File, $Seconds) {
  if ($Url.StartsWith('s3://')) { $failure = Receive-PrivateFile $Url $File $Seconds }
  else {
    try { $failure = Receive-File $Url @{} $File $Seconds }
    catch { $failure = Get-WebFailure $_.Exception }
  }
  if ($failure) { return $failure }
  $problem = Get-BodyProblem $File
  if ($problem) { @{ Status = 0; Text = $problem } }
}

# Downloads the package. Failures that may pass are tried again until the time is up.
function Save-Package($Package, $File) {
  Write-Line "downloading $($Package.Url)"
  $watch = [Diagnostics.Stopwatch]::StartNew()
  for ($attempt = 1; ; $attempt++) {
    $left = $DownloadSeconds - [int] $watch.Elapsed.TotalSeconds
    $failure = Receive-Package $Package.Url $File ([Math]::Max(1, $left))
    if (-not $failure) { break }
    if ($failure.IsFull) { Stop-Run 29 "no space on the disk of $Work for the package" }
    $isFinal = $attempt -ge $DownloadTriesMax -or $FinalStatuses -contains $failure.Status
    if ($isFinal -or $watch.Elapsed.TotalSeconds + 5 -ge $DownloadSeconds) {
      Stop-Run 20 "$($failure.Text): $($Package.Url)"
    }
    Start-Sleep 5
  }
}

function Assert-Hash($Package, $File) {
  $received = (Get-FileHash -Algorithm SHA256 $File).Hash.ToLower()
  if ($received -eq $Package.Hash) { return }
  $size = (Get-Item $File).Length
  Stop-Run 21 "expected $($Package.Hash), received $received ($size bytes)"
}
