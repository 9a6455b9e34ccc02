import * as z from 'zod';
import type { FleetFile, Reading } from './real-fleet-text.ts';

/**
 * The schema of the AWS CLI's output. It checks the members named here and ignores all others. A message says what is
 * allowed; `readDocument` adds the path and the received value.
 */

const text = z.string('a string');
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

function members<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.object(shape, `an object with ${Object.keys(shape)[0] ?? 'members'}`);
}

const instance = members({
  InstanceId: instanceId,
  State: members({
    Name: oneOf(['pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped']),
  }),
  Architecture: oneOf(['i386', 'x86_64', 'arm64', 'x86_64_mac', 'arm64_mac']).optional(),
  Platform: text.optional(),
  PlatformDetails: text.optional(),
  UsageOperation: text.optional(),
  ImageId: text.optional(),
  InstanceType: text.optional(),
  VpcId: text.optional(),
  SubnetId: text.optional(),
  Placement: members({ AvailabilityZone: text.optional() }).optional(),
  IamInstanceProfile: members({ Arn: text }).optional(),
  Tags: z.array(members({ Key: text, Value: text }), array).optional(),
  Operator: members({
    Managed: z.boolean('true or false').optional(),
    Principal: text.optional(),
  }).optional(),
});

const managedInstance = members({
  InstanceId: managedId,
  PingStatus: oneOf(['Online', 'ConnectionLost', 'Inactive']),
  PlatformType: oneOf(['Linux', 'Windows', 'MacOS']).optional(),
  PlatformName: text.optional(),
  PlatformVersion: text.optional(),
  AgentVersion: text.optional(),
});

/** The output of `aws ec2 describe-instances`. It has a `NextToken` if the CLI was told to stop early. */
export const instancesDocument = members({
  Reservations: z.array(members({ Instances: z.array(instance, array) }), array),
  NextToken: text.nullish(),
});

/** The output of `aws ssm describe-instance-information`. */
export const managedDocument = members({
  InstanceInformationList: z.array(managedInstance, array),
  NextToken: text.nullish(),
});

/** One instance of `describe-instances`. */
export type RealInstance = z.output<typeof instance>;
/** One node of `describe-instance-information`. */
export type RealManagedInstance = z.output<typeof managedInstance>;

/** Describes the documents that have a member of this name. */
const KNOWN_DOCUMENTS: Readonly<Record<string, string>> = {
  Reservations: 'the output of `aws ec2 describe-instances`; was it meant for --instances?',
  InstanceInformationList:
    'the output of `aws ssm describe-instance-information`; was it meant for --managed?',
  InstanceStatuses: 'the output of `aws ec2 describe-instance-status`',
  Instances: 'one reservation, or the output of `aws ec2 run-instances`',
  AutoScalingInstances: 'the output of `aws autoscaling describe-auto-scaling-instances`',
};

/** Checks a parsed file against the schema. The error names the first mistake. */
export function readDocument<Document extends { NextToken?: string | null | undefined }>(
  file: FleetFile,
  value: unknown,
  schema: z.ZodType<Document>,
  mainMember: string,
): Reading<Document> {
  const refuse = (problem: string) => ({ ok: false, problem: `${file.name}: ${problem}` }) as const;
  const allowed = `allowed: the whole output of \`${file.command}\`, without --query`;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(`holds ${show(value)}; ${allowed}`);
  if (!Object.hasOwn(value, mainMember)) return refuse(`${describeOther(Object.keys(value))}; ${allowed}`);
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  const [first, ...others] = parsed.error.issues;
  if (first === undefined) throw new Error('zod refused a document without naming a mistake');
  const more = others.length === 0 ? '' : ` (the first of ${others.length + 1} mistakes)`;
  return refuse(`${pathOf(first.path)}: received ${show(first.input)}; allowed: ${first.message}${more}`);
}

function describeOther(names: readonly string[]): string {
  const known = names.find((name) => KNOWN_DOCUMENTS[name] !== undefined);
  if (known !== undefined) return `has "${known}": looks like ${KNOWN_DOCUMENTS[known]}`;
  return names.length === 0 ? 'holds an empty object' : `has only ${show(names.join(', '))}`;
}

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  const shown = JSON.stringify(value) ?? String(value);
  return shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
}
