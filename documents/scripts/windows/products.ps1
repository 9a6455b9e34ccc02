# What is installed. The registry has a key for each program. They are read one by one, and from each only the values
# that matter here: a malformed value of any other program does no harm.

$UninstallKey = 'SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall'

# The product with our name; of several the newest, and $null when there is none.
function Get-Product {
  $best = $null
  foreach ($view in 'Registry64', 'Registry32') {
    $root = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', $view)
    $folder = $root.OpenSubKey($UninstallKey)
    if (-not $folder) { continue }
    foreach ($name in $folder.GetSubKeyNames()) {
      $found = Read-Product $folder $name
      if (-not $found) { continue }
      if (-not $best -or (Compare-Versions $found.Version $best.Version) -gt 0) { $best = $found }
    }
  }
  $best
}

# The product of one key when it has our name. A malformed key is none of ours.
function Read-Product($Folder, $Key) {
  try {
    $entry = $Folder.OpenSubKey($Key)
    $name = [string] $entry.GetValue('DisplayName')
    $found = [string] $entry.GetValue('DisplayVersion')
    if (-not (Test-ProductName $name $found)) { return }
    @{
      Key = $Key
      Version = $found
      Quiet = [string] $entry.GetValue('QuietUninstallString')
      Line = [string] $entry.GetValue('UninstallString')
    }
  } catch { return }
}

function Test-ProductName([string] $Name, [string] $Found) {
  $Name -and ($Name -eq $ProductName -or $Name -eq "$ProductName $Found")
}

function Get-InstalledVersion {
  $product = Get-Product
  if ($product) { $product.Version } else { '' }
}

# The same in words.
function Get-Installed {
  $product = Get-Product
  if ($product) { "$ProductName $($product.Version)" } else { 'nothing' }
}

# Whether the product is there in a version that will do. For latest it is the one that this package once installed.
function Test-Installed($Package) {
  $product = Get-Product
  if (-not $product) { return $false }
  if ($Version -eq 'latest') { return (Read-State).package -eq $Package.Hash }
  Test-Version $product.Version
}
