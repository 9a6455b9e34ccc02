import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  type AssemblyStack,
  createStack,
  deleteStack,
  isRecord,
  LocalCloud,
  placeOf,
  readAssembly,
  ServiceError,
  sdkSettings,
} from 'local-cloud';
import { accountState } from 'local-cloud/test/account-state.ts';
import { declaredOnly } from 'local-cloud/test/deployment/type-examples.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { startMs } from '../../../simulator/run/deploy-application.ts';
import { everything } from '../../lib/everything.ts';
import { withApp } from '../../lib/synthesize.ts';
import { specOf } from '../application.ts';
import { emulatedPart } from '../emulated-part.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-life-'));
afterAll(() => rmSync(folder, { recursive: true }));
withApp(everything, (app) => cpSync(app.synth().directory, folder, { recursive: true }));
const stacks = readAssembly(folder).map(emulatedPart);

/** What a deleted stack leaves in the account. */
interface Left {
  readonly left: readonly string[];
  /** What a creation that fails at its end leaves. @default nothing */
  readonly leftByFailure?: readonly string[];
  /** What the functions of its custom resources keep. */
  readonly parameters?: readonly string[];
  /** Why a new stack of its name cannot be created. */
  readonly refusal?: RegExp;
}

const policy = 'AWS::IAM::ManagedPolicy';

const retained: Readonly<Record<string, Left>> = {
  MusterOnboarding: {
    left: [
      ...['AWS::DynamoDB::Table', 'AWS::IAM::InstanceProfile', ...Array(5).fill(policy)],
      // The roles of instances and of nodes outside EC2.
      ...['AWS::IAM::Role', 'AWS::IAM::Role'],
    ],
    leftByFailure: ['AWS::DynamoDB::Table'],
  },
  MusterHybrid: { left: [policy] },
  MusterAccess: { left: [policy, 'AWS::IAM::Role'] },
  MusterPatching: { left: [policy, 'AWS::S3::Bucket', 'AWS::S3::Bucket'] },
  MusterInventory: {
    left: ['AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::S3::Bucket'],
    refusal: /^Resource of type 'AWS::S3::Bucket' with identifier 'acme-inventory' already exists\.$/,
  },
  MusterRemediation: { left: ['AWS::S3::Bucket'] },
  MusterAssociations: { left: [policy, 'AWS::S3::Bucket'] },
  MusterParameters: {
    left: [...Array(6).fill(policy), 'AWS::KMS::Key'],
    leftByFailure: ['AWS::KMS::Key'],
    parameters: ['/retail/shop/prod/db/password', '/retail/shop/prod/license-key'],
  },
  MusterSessions: {
    left: [
      policy,
      policy,
      policy,
      'AWS::KMS::Key',
      'AWS::Logs::LogGroup',
      'AWS::Logs::LogGroup',
      'AWS::S3::Bucket',
    ],
  },
};

describe.each(stacks.map((stack) => ({ name: stack.stackName, stack })))('$name', ({ name, stack }) => {
  it('is created, deleted but for what it retains, and created again under other names', async () => {
    const cloud = await accountFor(stack);
    const before = accountState(cloud);
    const created = await createStack(cloud, stack, { declaredOnly });
    expect(created).toMatchObject({ status: 'CREATE_COMPLETE', left: [] });
    const deleted = await deleteStack(cloud, created.stack);
    expect(deleted.status).toBe('DELETE_COMPLETE');
    const { left = [], parameters = [], refusal } = retained[name] ?? {};
    expect(deleted.left.map(({ type }) => type).sort()).toEqual(left);
    expect(deleted.left.every(({ isRetained }) => isRetained)).toBe(true);
    const kept = [...deleted.left.map(({ ref }) => ref), ...parameters];
    expect(without(accountState(cloud), kept)).toEqual(before);
    const again = await createStack(cloud, stack, { declaredOnly });
    if (refusal !== undefined) return expect(again.failure?.message).toMatch(refusal);
    expect(again.status).toBe('CREATE_COMPLETE');
    expect(again.stack.stackId).not.toBe(created.stack.stackId);
    expect(again.stack.resources.size).toBe(created.stack.resources.size);
  });
});

describe.each(stacks.map((stack) => ({ name: stack.stackName, stack })))('$name', ({ name, stack }) => {
  it('leaves nothing of a creation that fails at its last resource, unless for a reason', async () => {
    const cloud = await accountFor(stack);
    const before = accountState(cloud);
    let open = Object.keys(Object(stack.template).Resources).length;
    if (open === 0) return; // the local cloud has no groups
    const adjust = (type: string, properties: Readonly<Record<string, unknown>>) => {
      if (--open === 0) throw new ServiceError('Refused', `${type} is refused`);
      return properties;
    };
    const { status, failure, left } = await createStack(cloud, stack, { declaredOnly, adjust });
    expect([status, failure?.code]).toEqual(['ROLLBACK_COMPLETE', 'Refused']);
    const { leftByFailure = [], parameters = [] } = retained[name] ?? {};
    expect(left.map(({ type }) => type)).toEqual(leftByFailure);
    const kept = [...left.map(({ ref }) => ref), ...parameters];
    expect(without(accountState(cloud), kept)).toEqual(before);
  });
});

/** An account with the parameters that the stack reads, which another stack has exported, and the groups that it names. */
async function accountFor({ template }: AssemblyStack): Promise<LocalCloud> {
  const cloud = new LocalCloud({ ...placeOf(stacks), seed: 1, startMs });
  for (const name of Object.keys(everything.autoScaling.groups)) createGroup(cloud, name);
  const ssm = new SSMClient(sdkSettings(cloud));
  const declared = isRecord(template) && isRecord(template['Parameters']) ? template['Parameters'] : {};
  for (const parameter of Object.values(declared)) {
    const { Type: type, Default: Name } = isRecord(parameter) ? parameter : {};
    if (typeof Name !== 'string' || !Name.startsWith('/muster/') || !String(type).startsWith('AWS::SSM'))
      continue;
    const Value = Name.endsWith('-arn')
      ? `arn:aws:iam::${cloud.accountId}:policy/exported`
      : `https://sqs.${cloud.region}.amazonaws.com/${cloud.accountId}/exported`;
    await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String' }));
  }
  return cloud;
}

function createGroup(cloud: LocalCloud, AutoScalingGroupName: string): void {
  cloud.autoScaling.templates.declare({ id: 'lt-1', name: 'web', spec: specOf('amazonLinux2023') });
  cloud.autoScaling.operations.CreateAutoScalingGroup.run(
    {
      ...{ AutoScalingGroupName, MinSize: 0, MaxSize: 1, AvailabilityZones: [`${cloud.region}a`] },
      LaunchTemplate: { LaunchTemplateId: 'lt-1' },
    },
    cloud.administrator(),
  );
}

/** The state of an account without these resources and their policies. */
function without(state: ReturnType<typeof accountState>, refs: readonly string[]) {
  const isOther = (name: string) => !refs.some((ref) => name === ref || name.endsWith(`/${ref}`));
  return Object.fromEntries(
    Object.entries(state).map(([kind, entries]) => [
      kind,
      Object.fromEntries(Object.entries(entries).filter(([name]) => isOther(name))),
    ]),
  );
}
