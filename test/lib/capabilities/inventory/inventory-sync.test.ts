import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { account, synthesizeStack } from '../../synthesize.ts';

type Inventory = NonNullable<MusterConfig['inventory']>;
const stackOf = (inventory: Inventory, region = 'eu-central-1') =>
  synthesizeStack('MusterInventory', { inventory }, region);
/** The properties of the only resource of a type. */
function only(inventory: Inventory, type: string, properties: object = {}, region?: string) {
  const found = Object.entries(stackOf(inventory, region).findResources(type, { Properties: properties }));
  const [entry] = found;
  if (entry === undefined || found.length > 1) throw new Error(`${found.length} of ${type}`);
  const [id, { Properties, DependsOn, DeletionPolicy }] = entry;
  return { id, Properties, DependsOn, DeletionPolicy };
}
const syncOf = (inventory: Inventory) => only(inventory, 'AWS::SSM::ResourceDataSync').Properties;
const sendTo = { bucket: 'acme-inventory', region: 'eu-west-1' };
const other = '1'.repeat(12);

/** The types of the resources of a stack. */
const typesOf = (inventory: Inventory): string[] =>
  Object.values(stackOf(inventory).toJSON().Resources).map((each) => String(Object(each).Type));
const isOfBucket = (type: string) => /^AWS::(S3|Glue|Athena|KMS)::/.test(type);

describe('the sync', () => {
  it('sends the inventory to its own bucket, and is made after the right to write there', () => {
    const { id: bucket } = only({}, 'AWS::S3::Bucket', { LifecycleConfiguration: noExpiration });
    expect(syncOf({})).toMatchObject({
      SyncType: 'SyncToDestination',
      S3Destination: { BucketName: { Ref: bucket }, BucketRegion: 'eu-central-1', SyncFormat: 'JsonSerDe' },
    });
    const { id: policy } = only({}, 'AWS::S3::BucketPolicy', { Bucket: { Ref: bucket } });
    expect(only({}, 'AWS::SSM::ResourceDataSync').DependsOn).toContain(policy);
  });

  it('sends it to the bucket of another environment, and then has neither bucket nor tables here', () => {
    const keyArn = `arn:aws:kms:eu-west-1:${other}:key/00000000-0000-4000-8000-000000000000`;
    expect(syncOf({ sendTo: { ...sendTo, keyArn } }).S3Destination).toEqual({
      BucketName: 'acme-inventory',
      BucketRegion: 'eu-west-1',
      SyncFormat: 'JsonSerDe',
      KMSKeyArn: keyArn,
    });
    const types = typesOf({ sendTo });
    expect(types).toContain('AWS::SSM::ResourceDataSync');
    expect(types.filter(isOfBucket)).toEqual([]);
  });

  it('is left out when the bucket is null', () => {
    const types = typesOf({ bucket: null });
    expect(types).not.toContain('AWS::SSM::ResourceDataSync');
    expect(types.filter(isOfBucket)).toEqual([]);
  });

  it('has another name for another destination, because it is replaced, and names are unique', () => {
    const destinations: Inventory[] = [
      {},
      { bucket: { name: 'acme-inventory' } },
      { bucket: { encryptionKey: true } },
      { sendTo },
      { sendTo: { ...sendTo, region: 'eu-west-2' } },
    ];
    const names = destinations.map((each) => syncOf(each).SyncName);
    expect(new Set(names).size).toBe(destinations.length);
    for (const name of names) expect(name).toMatch(/^Muster-Inventory-[0-9a-f]{8}$/);
    expect(syncOf({ schedule: 'rate(1 day)' }).SyncName).toBe(syncOf({}).SyncName);
  });
});

/** For the bucket of the inventory only, because results of queries do expire. */
const noExpiration = {
  Rules: [{ AbortIncompleteMultipartUpload: Match.anyValue(), ExpirationInDays: Match.absent() }],
};

describe('the bucket', () => {
  const statements = (inventory: Inventory, region?: string) => {
    const { id } = only(inventory, 'AWS::S3::Bucket', { LifecycleConfiguration: noExpiration }, region);
    const policy = only(inventory, 'AWS::S3::BucketPolicy', { Bucket: { Ref: id } }, region);
    const arn = { 'Fn::GetAtt': [id, 'Arn'] };
    const { Statement } = policy.Properties.PolicyDocument;
    return { arn, Statement };
  };
  const writing = (arn: object, of: string, index: number, partition = 'aws') => ({
    Sid: `SyncWrites${index}`,
    Effect: 'Allow',
    Principal: { Service: 'ssm.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: { 'Fn::Join': ['', [arn, `/*/accountid=${of}/*`]] },
    Condition: {
      StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': of },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:ssm:*:${of}:resource-data-sync/*` },
    },
  });

  it('lets Systems Manager check it and write to it only for this account, over TLS', () => {
    const { arn, Statement } = statements({});
    expect(Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      {
        Sid: 'SyncChecksBucket',
        Effect: 'Allow',
        Principal: { Service: 'ssm.amazonaws.com' },
        Action: 's3:GetBucketAcl',
        Resource: arn,
      },
      writing(arn, account, 1),
    ]);
  });

  it('lets each named account write to its own part, and only for its own syncs', () => {
    const { arn, Statement } = statements({ bucket: { accounts: [other, account] } });
    expect(Statement.slice(2)).toEqual([writing(arn, account, 1), writing(arn, other, 2)]);
  });

  it('lets Systems Manager write from each region that an account has to turn on', () => {
    const inventory = { bucket: { regions: ['ap-east-1', 'eu-west-1', 'me-south-1'], encryptionKey: true } };
    const Service = ['ssm', 'ssm.ap-east-1', 'ssm.me-south-1'].map((name) => `${name}.amazonaws.com`);
    const [, ...allowed] = statements(inventory).Statement;
    const [, encrypting] = only(inventory, 'AWS::KMS::Key').Properties.KeyPolicy.Statement;
    for (const { Principal } of [...allowed, encrypting]) expect(Principal).toEqual({ Service });
    expect(statements({}, 'ap-east-1').Statement[2].Principal.Service).toEqual([
      'ssm.amazonaws.com',
      'ssm.ap-east-1.amazonaws.com',
    ]);
  });

  it.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('does the same in %s, in the partition %s', (region, partition) => {
    const { arn, Statement } = statements({}, region);
    expect(Statement[2]).toEqual(writing(arn, account, 1, partition));
    expect(JSON.stringify(stackOf({ bucket: { encryptionKey: true } }, region).toJSON())).not.toContain(
      'arn:aws:',
    );
  });

  it('is private and encrypted, never expires, and has no Object Lock, with which a sync cannot write', () => {
    const { Properties, DeletionPolicy } = only({}, 'AWS::S3::Bucket', {
      LifecycleConfiguration: noExpiration,
    });
    expect(Properties).not.toHaveProperty('ObjectLockEnabled');
    expect(Properties).not.toHaveProperty('ObjectLockConfiguration');
    expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration).toEqual([
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ]);
    expect(Properties.PublicAccessBlockConfiguration.BlockPublicPolicy).toBe(true);
    expect(DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  it('has the name that other environments type', () => {
    const bucket = { name: 'acme-inventory', accounts: [other] };
    const { DeletionPolicy } = only({ bucket }, 'AWS::S3::Bucket', { BucketName: 'acme-inventory' });
    // Kept, unless its first deployment fails: the next one must be able to make a bucket of this name again.
    expect(DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  it('may have its own key, which only the syncs of these accounts encrypt with', () => {
    const inventory = { bucket: { encryptionKey: true, accounts: [other] } };
    const key = only(inventory, 'AWS::KMS::Key');
    expect(key.Properties.KeyPolicy.Statement[1]).toEqual({
      Sid: 'SyncsEncrypt',
      Effect: 'Allow',
      Principal: { Service: 'ssm.amazonaws.com' },
      Action: 'kms:GenerateDataKey',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceAccount': [account, other] },
        ArnLike: {
          'aws:SourceArn': [account, other].map((each) => `arn:aws:ssm:*:${each}:resource-data-sync/*`),
        },
      },
    });
    expect(key.Properties.EnableKeyRotation).toBe(true);
    expect(syncOf(inventory).S3Destination.KMSKeyArn).toEqual({ 'Fn::GetAtt': [key.id, 'Arn'] });
    stackOf({}).resourceCountIs('AWS::KMS::Key', 0);
  });
});

describe('the workgroup', () => {
  it('encrypts results, cancels what reads too much, and lets nobody override that', () => {
    const inventory = { bucket: { scanMegabytesMax: 100 } };
    expect(only(inventory, 'AWS::Athena::WorkGroup').Properties).toMatchObject({
      Name: 'Muster-Inventory',
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 100 * 1024 * 1024,
        ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
      },
    });
  });

  it('forgets results after a month', () => {
    only({}, 'AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30 })] },
    });
  });
});

describe('the tables', () => {
  it('are in a database with a name to type, and need no crawler', () => {
    only({}, 'AWS::Glue::Database', { DatabaseInput: Match.objectLike({ Name: 'muster_inventory' }) });
    stackOf({}).resourceCountIs('AWS::Glue::Crawler', 0);
    const { Parameters } = only(
      { bucket: { accounts: [other], regions: ['eu-west-1'] } },
      'AWS::Glue::Table',
      {
        TableInput: Match.objectLike({ Name: 'aws_application' }),
      },
    ).Properties.TableInput;
    expect(Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.accountid.values': `${account},${other}`,
      'projection.region.values': 'eu-central-1,eu-west-1',
      'projection.resourcetype.values': 'ManagedInstanceInventory',
    });
  });
});
