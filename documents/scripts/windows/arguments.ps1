# The command line of an installer. It goes to the installer itself and through no shell, so no character of it has a
# meaning but the quotes, by which the installer tells where an argument ends.

# A value in the form that stays one part of one argument, whatever it holds.
function Format-Argument($Name, $Value, $IsQuoted, $IsMsi) {
  if ($Value -match '[\r\n\0]') { Stop-Run 26 "$Name has several lines, and an argument of an installer has one" }
  if ($Value -cmatch '\A[A-Za-z0-9+@%,./:=_~-]+\z') { return $Value }
  # As msiexec reads it.
  $inside = $Value.Replace('"', '""')
  # As programs of C and .NET read it: a backslash counts only in front of a quote.
  if (-not $IsMsi) { $inside = $Value -replace '(\\*)"', '$1$1\"' -replace '(\\+)\z', '$1$1' }
  if ($IsQuoted) { return $inside }
  '"' + $inside + '"'
}

# Puts values in the places of {NAME}. What names neither a variable nor a secret stays: it may be a GUID.
function Expand-Arguments($IsMsi) {
  $line = ''
  $end = 0
  foreach ($place in [regex]::Matches($Arguments, '\{([A-Z][A-Z0-9_]*)\}')) {
    $name = $place.Groups[1].Value
    if ((Get-ValueNames) -cnotcontains $name) { continue }
    $before = $Arguments.Substring(0, $place.Index)
    $isQuoted = [regex]::Matches($before, '(?<!\\)"').Count % 2 -eq 1
    $line += $Arguments.Substring($end, $place.Index - $end)
    $line += Format-Argument $name (Get-Value $name) $isQuoted $IsMsi
    $end = $place.Index + $place.Length
  }
  $line + $Arguments.Substring($end)
}
