# Other programs: run without a shell, with the variables and secrets in their environment and nothing on a command line
# that the document does not put there.

# Copies what a program says until it closes its output, or for five seconds after its end: a service that it left
# behind may hold the output open for ever.
function Read-Said([IO.MemoryStream[]] $Streams, [Threading.Tasks.Task[]] $Copies) {
  try { $null = [Threading.Tasks.Task]::WaitAll($Copies, 5000) }
  catch { Write-Line 'the output of a program ended too early' }
  foreach ($stream in $Streams) { [Console]::OutputEncoding.GetString($stream.ToArray()) }
}

function New-Start($Program, $Line) {
  $start = New-Object Diagnostics.ProcessStartInfo $Program, $Line -Property @{
    UseShellExecute = $false
    CreateNoWindow = $true
    WorkingDirectory = $Work
    RedirectStandardInput = $true
    RedirectStandardOutput = $true
    RedirectStandardError = $true
  }
  foreach ($name in Get-ValueNames) { $start.EnvironmentVariables[$name] = [string] (Get-Value $name) }
  $start
}

# Runs a program, whose questions nobody answers. Problem is empty when it ended by itself within the time, and Code is
# its exit code then. It waits for the program alone, not for services that it starts.
function Invoke-Program($Program, $Line, $Seconds) {
  try { $process = [Diagnostics.Process]::Start((New-Start $Program $Line)) }
  catch { return @{ Code = -1; Problem = "could not be started: $($_.Exception.GetBaseException().Message)" } }
  $process.StandardInput.Close()
  $streams = (New-Object IO.MemoryStream), (New-Object IO.MemoryStream)
  $copies = $process.StandardOutput.BaseStream.CopyToAsync($streams[0]),
    $process.StandardError.BaseStream.CopyToAsync($streams[1])
  $code = -1
  $problem = ''
  if (-not $process.WaitForExit($Seconds * 1000)) {
    $null = & taskkill.exe /PID $process.Id /T /F
    $problem = "did not end within $Seconds seconds"
  } else { $code = ConvertTo-PlainCode $process.ExitCode }
  $said = @(Read-Said $streams $copies) -join "`n"
  @{ Code = $code; Problem = $problem; Lines = @($said -split '\r?\n') }
}

# An installer may end with an HRESULT that wraps an error of Windows.
function ConvertTo-PlainCode([int] $Code) {
  if ((($Code -shr 16) -band 0xffff) -eq 0x8007) { return $Code -band 0xffff }
  $Code
}

# Runs a script of the user in a PowerShell of its own, from a folder that no user can write to.
function Invoke-UserScript($Name, $Text, $Seconds) {
  $file = "$Work\$Name.ps1"
  [IO.File]::WriteAllText($file, $Text, (New-Object Text.UTF8Encoding $true))
  $program = "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe"
  Invoke-Program $program "-NonInteractive -NoProfile -ExecutionPolicy Bypass -File `"$file`"" $Seconds
}

# How a program ended, in words.
function Format-End($Result) {
  if ($Result.Problem) { return $Result.Problem }
  "ended with $($Result.Code)"
}
