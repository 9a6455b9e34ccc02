# Versions, and which of them will do.

# -1, 0 or 1. Parts of digits are compared as numbers; a part that is missing counts as 0.
function Compare-Versions($Left, $Right) {
  $lefts = @($Left -split '[^0-9A-Za-z]+' -ne '')
  $rights = @($Right -split '[^0-9A-Za-z]+' -ne '')
  for ($i = 0; $i -lt [Math]::Max($lefts.Count, $rights.Count); $i++) {
    $order = [string]::CompareOrdinal((Get-Part $lefts $i), (Get-Part $rights $i))
    if ($order -ne 0) { return [Math]::Sign($order) }
  }
  0
}

# A part in a form whose order as text is its order as a number.
function Get-Part($Parts, $Index) {
  $part = '0'
  if ($Index -lt $Parts.Count) { $part = $Parts[$Index] }
  if ($part -match '\A[0-9]+\z') { return $part.PadLeft(64, '0') }
  $part
}

# Whether a version is the named one; further parts may follow it (1.2.3.0, 1.2.3-1).
function Test-SameVersion([string] $Found, [string] $Named) {
  $Found -match "\A$([regex]::Escape($Named))([.-]|\z)"
}

# Whether a version will do. For latest every version does: the package decides, and Test-Installed asks which it was.
function Test-Version($Found) {
  if (-not $Found) { return $false }
  if ($Version -eq 'latest') { return $true }
  if ($Version.StartsWith('>=')) { return (Compare-Versions $Found ($Version.Substring(2))) -ge 0 }
  Test-SameVersion $Found $Version
}
