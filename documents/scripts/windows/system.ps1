# What system this is, and which of the packages is for it.

# The year of a release by its build number. The caption of a system is translated and renamed; its number is not.
$WindowsBuilds = @{
  14393 = '2016'
  17763 = '2019'
  20348 = '2022'
  26100 = '2025'
}
$OldestBuild = 14393

# How the architectures are called here.
$Architectures = @{ AMD64 = 'x86_64'; ARM64 = 'arm64' }

# The keys of this system, the most specific first. Server Core has the same ones.
function Get-SystemKeys {
  $system = Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'
  $build = [int] $system.CurrentBuildNumber
  $kind = [string] $system.InstallationType
  if ($kind -ne 'Server' -and $kind -ne 'Server Core') {
    Stop-Run 22 "this is Windows $kind; allowed is Windows Server"
  }
  if ($build -lt $OldestBuild) { Stop-Run 22 "Windows is of build $build; allowed is $OldestBuild (Server 2016) or later" }
  if ($WindowsBuilds.ContainsKey($build)) { "windows-$($WindowsBuilds[$build])" }
  'windows'
  'any'
}

function Get-Architecture {
  $own = $Architectures["$env:PROCESSOR_ARCHITECTURE"]
  if (-not $own) { Stop-Run 22 "the processor is $env:PROCESSOR_ARCHITECTURE; allowed are x86_64 and arm64" }
  $own
}

# Every entry, also the ones for other systems: a mistake should show wherever it is made.
function Read-Packages {
  # Plain http only to the node itself, where there is no wire to tap; the checksum guards the content in any case.
  $form = '\A(?<key>[a-z0-9][a-z0-9._-]*)/(?<arch>x86_64|amd64|arm64|aarch64)=' +
    '(?<url>((https://[A-Za-z0-9.-]+|http://127\.0\.0\.1)(:[0-9]{1,5})?|s3://[a-z0-9][a-z0-9.-]{2,62})' +
    '/[A-Za-z0-9._~:/=%+,-]+)#(?<hash>[0-9A-Fa-f]{64})\z'
  foreach ($entry in ($PackageEntries -split '\s+' -ne '')) {
    if (-not ($entry -cmatch $form)) { Stop-Run 26 "Packages has '$entry'; allowed is KEY/ARCH=ADDRESS#SHA256" }
    $arch = $Matches.arch -replace 'amd64', 'x86_64' -replace 'aarch64', 'arm64'
    @{ Key = "$($Matches.key)/$arch"; Url = $Matches.url; Hash = $Matches.hash.ToLower() }
  }
}

function Select-Package($Systems) {
  $arch = Get-Architecture
  $packages = @(Read-Packages)
  foreach ($system in $Systems) {
    $key = "$system/$arch"
    $found = @($packages | Where-Object { $_.Key -ceq $key })
    if ($found.Count -gt 1) { Stop-Run 26 "Packages has two entries for $key" }
    if ($found.Count -eq 1) {
      if ($found[0].Url -cnotmatch '\.(msi|exe)\z') {
        Stop-Run 26 "$key cannot install $($found[0].Url); allowed are .msi and .exe"
      }
      return $found[0]
    }
  }
  Stop-Run 25 "Packages has no entry for $($Systems[0])/$arch, nor for a more general key"
}
