# The settings, which the document assigns in front of the script as text: each is judged before anything is done.
#
#   $Operation        Install, Verify or Uninstall
#   $Agent            name in messages and of the state file
#   $ProductName      display name of the product under "Installed apps", with or without its version
#   $Version          1.2.3 exactly, >=1.2.3 that or newer, or latest: whatever the package holds
#   $ServiceName      service whose health decides
#   $PackageEntries   entries KEY/ARCH=ADDRESS#SHA256 separated by white space; documents/README.md has the keys
#   $Arguments        added to the installer's command line; {NAME} stands for a variable or a secret
#   $DownloadSeconds, $HealthSeconds, $SteadySeconds
#                     limits for the download, and for the service to become running; how long it must then stay so
#   $Variables        plain values by their name in the environment
#   $SecretNames      where each secret is, by its name in the environment: parameter:NAME, secret:NAME, secret:NAME#KEY
#   $ConfigureScript, $CheckScript, $UninstallScript
#                     PowerShell of the user; empty when there is none
#   $Overrides        what differs on one system: a table of the settings above for its key

# Takes what differs on this system, from the general key to the specific one. Synthesis checked the names.
function Set-Overrides($Systems) {
  foreach ($system in $Systems) {
    $table = $Overrides[$system]
    if ($table) { foreach ($name in @($table.Keys)) { Set-Variable -Scope Script -Name $name -Value $table[$name] } }
  }
}

# The agent and the service of AWS judge parameters by their patterns. These checks are for a version that does not.
function Assert-Settings {
  $given = "$Operation/$ServiceName/$DownloadSeconds/$HealthSeconds/$SteadySeconds"
  $form = '\A(Install|Verify|Uninstall)/[A-Za-z0-9 @._-]+(/[1-9][0-9]{0,2}){3}\z'
  if ($given -cnotmatch $form) { Stop-Run 26 "operation, service and times are $given; allowed is $form" }
  $script:DownloadSeconds = [int] $DownloadSeconds
  $script:HealthSeconds = [int] $HealthSeconds
  $script:SteadySeconds = [int] $SteadySeconds
}

# The value of a variable or a secret, or nothing.
function Get-Value($Name) {
  if ($Secrets.ContainsKey($Name)) { return $Secrets[$Name] }
  if ($Variables.Contains($Name)) { return $Variables[$Name] }
}

# The names of both.
function Get-ValueNames {
  @($Variables.Keys) + @($Secrets.Keys | Sort-Object)
}
