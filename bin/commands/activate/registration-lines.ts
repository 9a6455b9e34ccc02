/** What a machine registers with. */
export interface Registration {
  readonly partition: string;
  readonly region: string;
  readonly activationId: string;
  readonly activationCode: string;
}

/** The lines that register a machine, one for each system. Each is run once, by root or an administrator. */
export interface RegistrationLines {
  readonly linux: string;
  readonly windows: string;
}

/** What a shell takes as it is, in quotes. The API reference says no form of a code; AWS makes it of these. */
const plain = /^[A-Za-z0-9+/=_-]+$/;

/**
 * The lines of AWS's user guide for non-EC2 machines, each made one line that is safe to run again: it downloads the installer of
 * the region into a new folder, and that installs the agent and registers it.
 * @throws Error for a code, an id or a region that a shell would not take as it is. AWS makes none such.
 */
export function registrationLines({ partition, region, ...secret }: Registration): RegistrationLines {
  const { activationId: id, activationCode: code } = secret;
  for (const [what, text] of Object.entries({ region, id, code }))
    if (!plain.test(text))
      throw new Error(`The ${what} of the activation has characters that no line can hold.`);
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const from = `https://amazon-ssm-${region}.s3.${region}.${suffix}/latest`;
  const linux = [
    'set -e',
    'cd "$(mktemp -d)"',
    'case "$(uname -m)" in aarch64|arm64) cpu=arm64;; *) cpu=amd64;; esac',
    'kind=linux',
    'if command -v dpkg >/dev/null; then kind=debian; fi',
    `curl -fsSLO "${from}/\${kind}_$cpu/ssm-setup-cli"`,
    'chmod 700 ssm-setup-cli',
    `./ssm-setup-cli -register -activation-code "${code}" -activation-id "${id}" -region "${region}"`,
  ];
  const windows = [
    "$ErrorActionPreference = 'Stop'",
    "[Net.ServicePointManager]::SecurityProtocol = 'Tls12'",
    '$dir = New-Item -ItemType Directory (Join-Path $env:TEMP ([guid]::NewGuid()))',
    `(New-Object Net.WebClient).DownloadFile('${from}/windows_amd64/ssm-setup-cli.exe', "$dir\\ssm-setup-cli.exe")`,
    `& "$dir\\ssm-setup-cli.exe" -register -activation-code="${code}" -activation-id="${id}" -region="${region}"`,
  ];
  return { linux: `sudo sh -c '${linux.join('; ')}'`, windows: windows.join('; ') };
}
