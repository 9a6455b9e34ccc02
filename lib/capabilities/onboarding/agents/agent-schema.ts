import * as z from 'zod';
import { closedObject, text, trueOrFalse, wholeNumber } from '../../../configuration/shared-schemas.ts';

/**
 * A name of an environment variable. Those that steer a shell, a loader or Muster itself are not allowed: bash ends
 * where one of its own is set that may not be, and messages are told by their words in English.
 */
const variableName = text(
  /^(?!(PATH|HOME|IFS|ENV|SHELL|PWD|UID|EUID|PPID|SHELLOPTS|(BASH|LC|LD|AWS|MUSTER)_[A-Z_]*|BASHOPTS)$)[A-Z][A-Z0-9_]{0,63}$/,
  'a name of capitals, digits and _, but not PATH, HOME, IFS, ENV, SHELL, PWD, UID, EUID, PPID, SHELLOPTS, BASHOPTS, BASH_..., LC_..., LD_..., AWS_... or MUSTER_...',
);
/** The agent of Systems Manager replaces `{{ Name }}` in a document, so no value may hold it. */
const variableValue = text(
  /^(?!.*\{\{)[\x20-\x7e]{0,1024}$/,
  'at most 1,024 printable ASCII characters on one line, without {{',
);
const parameterName = text(
  /^\/?[a-zA-Z0-9_.-]+(\/[a-zA-Z0-9_.-]+)*$/,
  'the name of a parameter of Parameter Store, such as /muster/agents/falcon/cid',
);
const secretName = text(
  /^[a-zA-Z0-9/_+=.@-]{1,512}$/,
  'the name of a secret of Secrets Manager, not its ARN, such as prod/datadog',
);
const secretKey = text(/^[a-zA-Z0-9_.-]{1,128}$/, 'a key of a JSON secret: letters, digits and _ . -');

const secretSource = z.union(
  [
    closedObject({ parameter: parameterName.describe('The name of a SecureString in Parameter Store.') }),
    closedObject({
      secret: secretName.describe('The name of a secret in Secrets Manager.'),
      key: secretKey.optional().describe('One key of a secret that is a JSON object.'),
    }),
  ],
  'an object { parameter } or { secret, key? }',
);

const variables = z.record(variableName, variableValue, 'an object of variable names and strings');
const secrets = z.record(variableName, secretSource, 'an object of variable names and their sources');
const scriptFile = (extension: 'sh' | 'ps1') =>
  text(
    new RegExp(`^(?!.*\\.\\.)[a-zA-Z0-9_][a-zA-Z0-9_./-]*\\.${extension}$`),
    `the path of a .${extension} file from the root of the project`,
  );
const version = text(
  /^(latest|(>=)?[A-Za-z0-9][A-Za-z0-9+._~-]{0,63})$/,
  "'1.2.3' (exactly), '>=1.2.3' (this one or a newer one) or 'latest' (whatever the package holds), without blanks and without an epoch",
);
const host =
  '(https://[A-Za-z0-9.-]+(:[0-9]{1,5})?|http://127\\.0\\.0\\.1(:[0-9]{1,5})?|s3://[a-z0-9][a-z0-9.-]{2,62})';
const packageAddress = text(
  new RegExp(`^${host}/[A-Za-z0-9._~:/=%+,-]+#[0-9A-Fa-f]{64}$`),
  'https://HOST/PATH#SHA256 or s3://BUCKET/KEY#SHA256, with 64 hexadecimal digits and no query',
);
const packageKey = text(
  /^[a-z0-9][a-z0-9._-]*\/(x86_64|amd64|arm64|aarch64)$/,
  'SYSTEM/ARCHITECTURE, such as rhel-9/x86_64, deb/arm64 or windows-2022/x86_64',
);
const packages = z.record(packageKey, packageAddress, 'an object of SYSTEM/ARCHITECTURE and addresses');
/** A unit of systemd has no blanks in its name. */
const unit = text(
  /^[A-Za-z0-9][A-Za-z0-9@._-]{0,127}$/,
  'the name of a service of systemd: letters, digits and @ . _ -',
);
const windowsService = text(
  /^[A-Za-z0-9][A-Za-z0-9 @._-]{0,127}$/,
  'the name of a service: letters, digits, blanks and @ . _ -',
);

/** What every platform has. */
const common = (extension: 'sh' | 'ps1', service: typeof unit) => ({
  version: version.describe(
    "The version that must run: '1.2.3' exactly, '>=1.2.3' this one or a newer one, 'latest' whatever the package holds.",
  ),
  service: service.describe('The service whose health decides.'),
  packages: packages.describe(
    'The packages, by system and architecture. The most specific system wins (documents/README.md).',
  ),
  variables: variables
    .optional()
    .describe('Plain values that the package, `configure` and `check` see in their environment.'),
  secrets: secrets
    .optional()
    .describe('Values that the node fetches by name when it installs, with its own role.'),
  configure: scriptFile(extension)
    .optional()
    .describe('A script that runs between install and start, and again when it or a variable has changed.'),
  check: scriptFile(extension)
    .optional()
    .describe('A script that must succeed for the agent to count as working.'),
  uninstall: scriptFile(extension)
    .optional()
    .describe('A script that removes the agent. Default: the package manager removes the package.'),
});

const packageName = text(/^[A-Za-z0-9][A-Za-z0-9+._-]{0,63}$/, 'the name of an rpm or deb package');
const linuxFields = {
  packageName: packageName.describe('The name inside the rpm or deb package. A .tar.gz has any name.'),
  ...common('sh', unit),
};

const productName = text(
  /^[A-Za-z0-9][A-Za-z0-9 +._()-]{0,127}$/,
  'the name of the product under Installed apps, without its version',
);
const installerArguments = text(
  /^(?!.*\{\{)[\x20-\x7e]{0,1024}$/,
  'at most 1,024 printable ASCII characters on one line, without {{',
);
const windowsFields = {
  name: productName.describe('The name of the product under Installed apps.'),
  ...common('ps1', windowsService),
  arguments: installerArguments
    .optional()
    .describe('Added to the command line of the installer. `{NAME}` stands for a variable or a secret.'),
};

/** What one system has otherwise. The packages are in one list for all systems. */
function partOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return closedObject(shape).refine((part) => Object.keys(part).length > 0, {
    error: 'at least one field that differs',
    when: ({ issues }) => issues.length === 0,
  });
}

const linuxPart = partOf(z.object(linuxFields).omit({ packages: true }).partial().shape);
const windowsPart = partOf(z.object(windowsFields).omit({ packages: true }).partial().shape);
const systemKey = text(/^[a-z0-9][a-z0-9._-]*$/, 'a system, such as rhel-8, deb or windows-2019');

const times = {
  downloadTimeoutSeconds: wholeNumber(5, 900, 'seconds')
    .default(300)
    .describe('The limit for the whole download.'),
  healthTimeoutSeconds: wholeNumber(5, 300, 'seconds')
    .default(60)
    .describe('The limit for the service to become active.'),
  steadySeconds: wholeNumber(1, 120, 'seconds')
    .default(30)
    .describe('How long the service must then stay active, with the same process.'),
};

const linux = closedObject({
  ...linuxFields,
  ...times,
  signatures: trueOrFalse
    .default(false)
    .describe('Whether rpm must also accept the signature. Muster always checks the SHA-256.'),
  systems: z
    .record(systemKey, linuxPart, 'an object of systems and the fields that differ there')
    .default({})
    .describe('The fields that differ on one system, by the keys of documents/README.md.'),
});
const windows = closedObject({
  ...windowsFields,
  ...times,
  systems: z
    .record(systemKey, windowsPart, 'an object of systems and the fields that differ there')
    .default({})
    .describe('The fields that differ on one system: windows-2016 to windows-2025.'),
});

/** One agent: what each platform installs, configures and checks. */
export const agent = closedObject(
  {
    variables: variables.default({}).describe('Plain values for every platform.'),
    secrets: secrets.default({}).describe('Secrets for every platform.'),
    linux: linux.optional().describe('The agent on Linux. Without it, Linux is left alone.'),
    windows: windows.optional().describe('The agent on Windows. Without it, Windows is left alone.'),
  },
  { macos: 'Muster installs no agent on macOS: docs/agents/README.md says why, and what to do' },
);

/** The name of an agent: it is part of the names of its documents, and of files on the node. */
export const agentName = text(
  /^[a-z][a-z0-9-]{0,31}$/,
  'lower-case letters, digits and dashes, at most 32, beginning with a letter',
);

/** Agents by name, after their own checks. */
export type Agents = Readonly<Record<string, Agent>>;
export type Agent = z.output<typeof agent>;
export type LinuxAgent = NonNullable<Agent['linux']>;
export type WindowsAgent = NonNullable<Agent['windows']>;
export type SecretSource = z.output<typeof secretSource>;
