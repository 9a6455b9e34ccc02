import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../src/core/service.ts';
import { deployStack } from '../../src/deployment/deploy-stack.ts';
import { physicalName } from '../../src/deployment/physical-name.ts';
import { resourceTypes } from '../../src/deployment/resource-types.ts';
import { accountId, codeOf, newCloud, region, roleWith, stackOf, writeBundle } from '../cloud-bench.ts';

const queue = (Properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties });
const functionOf = (folder: string, changes: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: codeOf(folder),
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    ...changes,
  },
});

async function deploy(
  resources: Readonly<Record<string, unknown>>,
  bundles: readonly string[] = [],
  seed = 1,
) {
  const traced = newCloud({ seed });
  return { ...traced, stack: await deployStack(traced.cloud, stackOf(resources, bundles)) };
}

describe('a deployment', () => {
  it('creates each resource after those it refers to', async () => {
    const { lines, stack } = await deploy({
      Launches: queue({
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Letters', 'Arn'] }, maxReceiveCount: 5 },
      }),
      Letters: queue(),
    });
    const created = lines.filter(({ kind }) => kind === 'cloudformation.created');
    expect(created.map(({ fields }) => fields['logicalId'])).toEqual(['Letters', 'Launches']);
    expect([...stack.resources.keys()]).toEqual(['Letters', 'Launches']);
  });

  it('makes names as CloudFormation does, the same for the same seed', async () => {
    const url = async (seed: number) =>
      (await deploy({ Launches: queue() }, [], seed)).stack.resources.get('Launches')?.ref;
    expect(await url(1)).toMatch(
      new RegExp(`^https://sqs\\.${region}\\.amazonaws\\.com/${accountId}/Test-Launches-[A-Z0-9]{12}$`),
    );
    expect(await url(1)).toBe(await url(1));
    expect(await url(1)).not.toBe(await url(2));
    expect(physicalName({ seed: 1 }, 'Stack', 'x'.repeat(100))).toMatch(/^Stack-x{45}-[A-Z0-9]{12}$/);
  });

  it('keeps a name that the template gives', async () => {
    const { stack } = await deploy({ Launches: queue({ QueueName: 'mine' }) });
    expect(stack.resources.get('Launches')?.attribute('Arn')).toBe(`arn:aws:sqs:${region}:${accountId}:mine`);
  });

  it('returns outputs, and passes exports to later stacks', async () => {
    const { cloud } = newCloud();
    const exports = new Map<string, unknown>();
    const first = {
      Resources: { Launches: queue({ QueueName: 'mine' }) },
      Outputs: { Name: { Value: { 'Fn::GetAtt': ['Launches', 'QueueName'] }, Export: { Name: 'queue' } } },
    };
    const second = {
      Resources: {
        Other: queue({ QueueName: { 'Fn::Join': ['-', [{ 'Fn::ImportValue': 'queue' }, '2']] } }),
      },
    };
    const deployed = await deployStack(cloud, { ...stackOf({}), template: first }, { exports });
    expect(deployed.outputs).toEqual({ Name: 'mine' });
    const other = { ...stackOf({}), stackName: 'Other', template: second };
    const { resources } = await deployStack(cloud, other, { exports });
    expect(resources.get('Other')?.ref).toMatch(/mine-2$/);
  });

  const withParameter = (Default: string) => ({
    ...{ ...stackOf({}), stackName: `Stack-${Default.length}` },
    template: {
      Parameters: { Given: { Type: 'AWS::SSM::Parameter::Value<String>', Default } },
      Resources: { Launches: queue({ QueueName: { Ref: 'Given' } }) },
    },
  });

  it('reads parameters of Systems Manager, including the version of the bootstrap stack', async () => {
    const { cloud } = newCloud();
    cloud.ssm.declareParameter({ Name: '/given', Type: 'String', Value: 'from-the-store' });
    const named = async (parameter: string) =>
      (await deployStack(cloud, withParameter(parameter))).resources.get('Launches')?.attribute('QueueName');
    expect(await named('/given')).toBe('from-the-store');
    expect(await named('/cdk-bootstrap/hnb659fds/version')).toBe('30');
  });

  it('refuses a missing parameter of Systems Manager', async () => {
    const deployment = deployStack(newCloud().cloud, withParameter('/missing'));
    await expect(deployment).rejects.toThrow(
      'Unable to fetch parameters [/missing] from parameter store for this account.',
    );
  });

  it('refuses a dynamic reference as not emulated', async () => {
    const QueueName = '{{resolve:ssm:/given}}';
    await expect(deploy({ Launches: queue({ QueueName }) })).rejects.toThrow(NotEmulatedError);
  });

  it('can adjust properties, for shorter waits in real time', async () => {
    const { cloud } = newCloud();
    await deployStack(cloud, stackOf({ Launches: queue({ QueueName: 'q', DelaySeconds: 180 }) }), {
      adjust: (type, properties) =>
        type === 'AWS::SQS::Queue' ? { ...properties, DelaySeconds: 1 } : properties,
    });
    expect(cloud.sqs.queue(`arn:aws:sqs:${region}:${accountId}:q`).settings.delaySeconds).toBe(1);
  });

  it.each(['AWS::S3::Bucket', 'AWS::Kinesis::Stream', 'AWS::SQS::Queues'])(
    'refuses the resource type %s as not emulated, by name and place',
    async (Type) => {
      const deployment = deploy({ Launches: queue(), Thing: { Type, Properties: {} } });
      await expect(deployment).rejects.toThrow(NotEmulatedError);
      await expect(deployment).rejects.toThrow(`the resource type ${Type} (Test/Thing)`);
    },
  );

  it('refuses an attribute that a resource does not have', async () => {
    const resources = {
      Launches: queue({ QueueName: { 'Fn::GetAtt': ['Letters', 'Colour'] } }),
      Letters: queue(),
    };
    await expect(deploy(resources)).rejects.toThrow('has no attribute Colour');
  });

  it('refuses what a service refuses', async () => {
    await expect(deploy({ Launches: queue({ DelaySeconds: 901 }) })).rejects.toMatchObject({
      name: 'ServiceError',
    });
  });

  it('refuses a function whose bundle is not in the assembly', async () => {
    const folder = writeBundle('exports.handler = () => 1');
    const resources = { Role: roleWith(), Function: functionOf(folder) };
    await expect(deploy(resources)).rejects.toThrow(/^Function: the assembly has no asset local-bundle-/);
    await expect(deploy(resources, [folder])).resolves.toBeDefined();
  });

  it('has a CloudFormation name for every type of the table', () => {
    for (const type of Object.keys(resourceTypes)) expect(type).toMatch(/^AWS::\w+::\w+$/);
  });
});

describe('a mapping of a deployment', () => {
  const sources = (actions: readonly string[], functionName: unknown) => {
    const folder = writeBundle(
      'exports.handler = async ({ Records }) => console.log(JSON.stringify(Records.map((r) => r.body)))',
    );
    const permission = { Effect: 'Allow', Action: actions, Resource: { 'Fn::GetAtt': ['Launches', 'Arn'] } };
    return {
      folder,
      resources: {
        Launches: queue({ QueueName: 'launches' }),
        Role: roleWith(permission),
        Function: functionOf(folder, { FunctionName: 'reader' }),
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { EventSourceArn: { 'Fn::GetAtt': ['Launches', 'Arn'] }, FunctionName: functionName },
        },
      },
    };
  };
  const needed = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

  it.each([
    ['ARN', { 'Fn::GetAtt': ['Function', 'Arn'] }],
    ['name', { Ref: 'Function' }],
  ])('calls the function, which it names by %s, with the messages of the queue', async (_, functionName) => {
    const { folder, resources } = sources(needed, functionName);
    const { cloud } = await deploy(resources, [folder]);
    const arn = `arn:aws:sqs:${region}:${accountId}:launches`;
    cloud.sqs.put(arn, { body: 'hello', senderId: 'test' });
    await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 120_000 });
    expect(cloud.observations.linesOf('reader')[0]).toBe('["hello"]');
    expect(cloud.sqs.metrics(arn).NumberOfMessagesDeleted).toBe(1);
    expect(cloud.access.unusedPermissions()).toEqual([]);
  });

  it.each(needed.slice(0, 2))('requires %s', async (missing) => {
    const { folder, resources } = sources(
      needed.filter((action) => action !== missing),
      { Ref: 'Function' },
    );
    const outcome = await deploy(resources, [folder])
      .then(async ({ cloud }) => {
        const arn = `arn:aws:sqs:${region}:${accountId}:launches`;
        cloud.sqs.put(arn, { body: 'hello', senderId: 'test' });
        await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 60_000 });
        return cloud.sqs.metrics(arn).NumberOfMessagesDeleted;
      })
      .catch(() => 'refused');
    expect(outcome).not.toBe(1);
  });
});
