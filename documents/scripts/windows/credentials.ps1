# The credentials of this node: those of its instance profile, else those of Default Host Management, which the SSM
# agent keeps in a file, else those of a node outside EC2. They never leave this process.

# All that were found, in this order; $null before the search.
$Credentials = $null

function Read-Metadata($Path, $Method, $Headers) {
  $address = $env:AWS_EC2_METADATA_SERVICE_ENDPOINT
  if (-not $address) { $address = 'http://169.254.169.254' }
  $request = New-Request "$($address.TrimEnd('/'))/latest/$Path" $Method $Headers 3
  if ($Method -eq 'PUT') { $request.ContentLength = 0 }
  Read-Answer ($request.GetResponse())
}

# IMDSv2 only. Nothing where there is no metadata, or no instance profile (404).
function Get-RoleCredential {
  try {
    $token = Read-Metadata 'api/token' 'PUT' @{ 'x-aws-ec2-metadata-token-ttl-seconds' = '300' }
    $headers = @{ 'x-aws-ec2-metadata-token' = $token }
    $folder = 'meta-data/iam/security-credentials/'
    $role = (Read-Metadata $folder 'GET' $headers).Trim()
    $found = Read-Metadata "$folder$role" 'GET' $headers | ConvertFrom-Json
  } catch { return }
  if ($found.Code -ne 'Success') { return }
  @{ From = "the role $role"; Id = $found.AccessKeyId; Secret = $found.SecretAccessKey; Token = $found.Token }
}

# The profile `default` of a shared credentials file.
function Read-CredentialFile($Path, $From) {
  $found = @{}
  $part = ''
  foreach ($line in @(Get-Content $Path -ErrorAction Ignore)) {
    if ($line -match '\A\s*\[\s*(.+?)\s*\]') { $part = $Matches[1] }
    elseif ($part -eq 'default' -and $line -match '\A\s*aws_(\w+)\s*=\s*(\S+)') { $found[$Matches[1]] = $Matches[2] }
  }
  if (-not $found.secret_access_key) { return }
  @{ From = $From; Id = $found.access_key_id; Secret = $found.secret_access_key; Token = $found.session_token }
}

function Get-Credentials {
  if ($null -eq $Credentials) {
    $script:Credentials = @(
      Get-RoleCredential
      Read-CredentialFile "$env:ProgramFiles\Amazon\SSM\credentials" 'Default Host Management'
      Read-CredentialFile "$env:USERPROFILE\.aws\credentials" 'the credentials file of SYSTEM'
    )
  }
  $Credentials
}

# The SSM agent says which region this is.
function Get-Region {
  $env:AWS_SSM_REGION_NAME
}
