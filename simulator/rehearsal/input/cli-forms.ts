import * as z from 'zod';

/**
 * The forms of what the AWS CLI prints. They check the members named here and ignore all others. A message says what is
 * allowed; `checkEntry` adds the path and the received value.
 */

const text = z.string('a string');
const optionalText = text.nullish();
const array = 'an array';

const instanceId = idOf(/^i-([0-9a-f]{8}|[0-9a-f]{17})$/, 'an instance id such as i-0123456789abcdef0');
const managedId = idOf(
  /^(i-([0-9a-f]{8}|[0-9a-f]{17})|mi-[0-9a-f]{17})$/,
  'a node id such as i-0123456789abcdef0 or mi-0123456789abcdef0',
);

function idOf(pattern: RegExp, allowed: string) {
  return z.string(allowed).regex(pattern, allowed);
}

function oneOf<const Names extends readonly [string, ...string[]]>(names: Names) {
  return z.enum(names, `one of ${names.join(', ')}`);
}

/** An object of the CLI: these members, and others that are ignored. */
export function members<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.object(shape, `an object with ${Object.keys(shape)[0] ?? 'members'}`);
}

/** One instance of `aws ec2 describe-instances`. */
export const instanceForm = members({
  InstanceId: instanceId,
  State: members({
    Name: oneOf(['pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped']),
  }),
  LaunchTime: optionalText,
  Architecture: oneOf(['i386', 'x86_64', 'arm64', 'x86_64_mac', 'arm64_mac']).nullish(),
  Platform: optionalText,
  PlatformDetails: optionalText,
  UsageOperation: optionalText,
  ImageId: optionalText,
  InstanceType: optionalText,
  InstanceLifecycle: optionalText,
  VpcId: optionalText,
  SubnetId: optionalText,
  PrivateIpAddress: optionalText,
  PublicIpAddress: optionalText,
  PrivateDnsName: optionalText,
  SecurityGroups: z.array(members({ GroupId: optionalText }), array).nullish(),
  NetworkInterfaces: z.array(members({ OwnerId: optionalText }), array).nullish(),
  MetadataOptions: members({ HttpEndpoint: optionalText, HttpTokens: optionalText }).nullish(),
  Placement: members({ AvailabilityZone: optionalText }).nullish(),
  IamInstanceProfile: members({ Arn: text }).nullish(),
  Tags: z.array(members({ Key: text, Value: text }), array).nullish(),
  Operator: members({
    Managed: z.boolean('true or false').nullish(),
    Principal: optionalText,
  }).nullish(),
});

/** One node of `aws ssm describe-instance-information`. */
export const managedForm = members({
  InstanceId: managedId,
  PingStatus: oneOf(['Online', 'ConnectionLost', 'Inactive']),
  PlatformType: oneOf(['Linux', 'Windows', 'MacOS']).nullish(),
  PlatformName: optionalText,
  PlatformVersion: optionalText,
  AgentVersion: optionalText,
  Name: optionalText,
  IPAddress: optionalText,
  ComputerName: optionalText,
  SourceId: optionalText,
});

/** One instance of `describe-instances`. */
export type RealInstance = z.output<typeof instanceForm>;
/** One node of `describe-instance-information`. */
export type RealManagedInstance = z.output<typeof managedForm>;

/** An entry that has its form, or what is wrong with it. */
export type Checked<Entry> =
  | { readonly ok: true; readonly entry: Entry }
  | { readonly ok: false; readonly problem: string };

/** Checks an entry against its form. The problem names the first mistake. */
export function checkEntry<Entry>(value: unknown, form: z.ZodType<Entry>, place: string): Checked<Entry> {
  const parsed = form.safeParse(value, { reportInput: true });
  if (parsed.success) return { ok: true, entry: parsed.data };
  const [first, ...others] = parsed.error.issues;
  if (first === undefined) throw new Error('zod refused an entry without naming a mistake');
  const more = others.length === 0 ? '' : ` (the first of ${others.length + 1} mistakes)`;
  const path = `${place}${pathOf(first.path)}`.replace(/^\./, '');
  const at = path === '' ? '' : `${path}: `;
  return { ok: false, problem: `${at}received ${show(first.input)}; allowed: ${first.message}${more}` };
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
}

/** A value in a message, shortened. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  const shown = JSON.stringify(value) ?? String(value);
  return shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
}
