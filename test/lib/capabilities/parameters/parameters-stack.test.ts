import { compilePattern, compilePolicy } from 'local-cloud';
import { describe, expect, it } from 'vitest';
import { otherAccountId } from '../../../accounts.ts';
import { synthesizeStack } from '../../synthesize.ts';
import { arnOf, decide, deploy, deployConfig, keyArn, ofTree, ofType, place } from './deployed.ts';
import { parametersExample } from './example.ts';

const inProd = (parameters: Parameters<typeof deploy>[0][string][string][string]) =>
  deploy({ retail: { shop: { prod: parameters } } });
const parametersOf = (parameters: Parameters<typeof inProd>[0]) =>
  ofTree(inProd(parameters)).map(({ properties }) => properties);

describe('a parameter of the tree', () => {
  it('is a String in the standard tier at its path', () => {
    expect(parametersOf({ 'db/host': 'db.internal' })).toEqual([
      {
        Name: '/retail/shop/prod/db/host',
        Type: 'String',
        Value: 'db.internal',
        Tier: 'Standard',
        DataType: 'text',
        Tags: { 'muster:stack': 'parameters' },
      },
    ]);
  });

  it('that is a list is a StringList', () => {
    expect(parametersOf({ a: ['x', 'y'], b: { value: ['z'] } })).toEqual([
      expect.objectContaining({ Type: 'StringList', Value: 'x,y' }),
      expect.objectContaining({ Type: 'StringList', Value: 'z' }),
    ]);
  });

  it('has a description, a tier and a pattern if they are given', () => {
    const fields = { description: 'd', tier: 'Advanced', allowedPattern: '^x$' } as const;
    expect(parametersOf({ a: { value: 'x', ...fields } })).toEqual([
      expect.objectContaining({ Description: 'd', Tier: 'Advanced', AllowedPattern: '^x$' }),
    ]);
  });

  it('that is an image is checked by Systems Manager', () => {
    expect(parametersOf({ a: { value: 'ami-12345678', dataType: 'aws:ec2:image' } })).toEqual([
      expect.objectContaining({ DataType: 'aws:ec2:image', Value: 'ami-12345678' }),
    ]);
  });

  it('copies a public parameter at each deployment, with its type', () => {
    const image = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
    const tree = {
      a: { publicParameter: '/aws/service/x' },
      b: { publicParameter: image, dataType: 'aws:ec2:image' },
    } as const;
    expect(parametersOf(tree).map(({ Value }) => Value)).toEqual([
      '<value of /aws/service/x>',
      `<value of ${image}>`,
    ]);
    const template = synthesizeStack('MusterParameters', {
      parameters: {
        tree: { retail: { shop: { prod: { b: { publicParameter: image, dataType: 'aws:ec2:image' } } } } },
      },
    });
    template.hasParameter('*', { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: image });
  });

  it('holds the path of a secret of Secrets Manager, which Parameter Store resolves', () => {
    expect(parametersOf({ a: { secretsManager: 'shop/payment:AWSPREVIOUS' } })).toEqual([
      expect.objectContaining({
        Type: 'String',
        Value: '/aws/reference/secretsmanager/shop/payment:AWSPREVIOUS',
      }),
    ]);
  });

  it('has a unique id, whatever dots, slashes and dashes its name has', () => {
    const names = ['a/b', 'a.b', 'a-b', 'ab', 'a--b', 'Access', 'Key', 'Parameters'];
    expect(parametersOf(Object.fromEntries(names.map((name) => [name, 'x'])))).toHaveLength(names.length);
    const tree = { x: { y: { Key: { a: 'x' }, Notices: { a: 'x' }, Access: { a: 'x' } } } };
    expect(ofTree(deploy(tree))).toHaveLength(3);
  });
});

describe('a secret of the tree', () => {
  const resources = inProd({
    'db/password': { secret: true, description: 'd', allowedPattern: '^\\w+$' },
    key: { secret: true, tier: 'Advanced', length: 64, punctuation: true, deleteWithStack: true },
    license: { secret: true, placeholder: 'put it here' },
  });
  const key = keyArn(ofType(resources, 'AWS::KMS::Key')[0]?.id ?? '');

  it('is created by the function, with the key of the application', () => {
    const secrets = ofType(resources, 'Custom::MusterSecureParameter').map(({ properties }) => properties);
    const common = { ServiceToken: expect.any(String), ServiceTimeout: '900', KeyId: key };
    expect(secrets).toEqual([
      {
        ...common,
        Name: '/retail/shop/prod/db/password',
        Tier: 'Standard',
        Description: 'd',
        AllowedPattern: '^\\w+$',
        Length: 32,
        Punctuation: false,
        DeleteWithStack: false,
      },
      {
        ...common,
        Name: '/retail/shop/prod/key',
        Tier: 'Advanced',
        Length: 64,
        Punctuation: true,
        DeleteWithStack: true,
      },
      {
        ...common,
        Name: '/retail/shop/prod/license',
        Tier: 'Standard',
        Placeholder: 'put it here',
        DeleteWithStack: false,
      },
    ]);
    expect(ofTree(resources)).toEqual([]);
  });

  describe('is made by a role that', () => {
    const [policy] = ofType(resources, 'AWS::IAM::Policy');
    const role = compilePolicy(policy?.properties['PolicyDocument'], { name: 'role', kind: 'identity' });
    const through = (name: string, application = 'shop') => ({
      'kms:ViaService': `ssm.${place.region}.amazonaws.com`,
      'kms:EncryptionContext:PARAMETER_ARN': arnOf(`/retail/${application}/prod/${name}`),
    });

    it('creates parameters of the application, and overwrites nothing', () => {
      const put = (name: string, conditions = {}) =>
        decide(role, 'ssm:PutParameter', arnOf(name), conditions);
      for (const conditions of [{}, { 'ssm:Overwrite': 'false' }])
        expect(put('/retail/shop/prod/license', conditions)).toBe('allow');
      expect(put('/retail/shop/prod/license', { 'ssm:Overwrite': 'true' })).toBe('implicit-deny');
      for (const other of ['/retail/shopping/prod/license', '/retail/shop', '/retail/web/prod/license'])
        expect(put(other)).toBe('implicit-deny');
    });

    it('encrypts with the key of the application, for its parameters, and decrypts nothing', () => {
      expect(decide(role, 'kms:Encrypt', key, through('license'))).toBe('allow');
      expect(decide(role, 'kms:GenerateDataKey', key, through('key'))).toBe('allow');
      expect(decide(role, 'kms:Encrypt', key, through('license', 'web'))).toBe('implicit-deny');
      expect(decide(role, 'kms:Encrypt', keyArn('another'), through('license'))).toBe('implicit-deny');
      expect(decide(role, 'kms:Decrypt', key, through('license'))).toBe('implicit-deny');
    });

    it('encrypts in the way of the other tiers only for an application that uses them', () => {
      const [standard] = ofType(inProd({ password: { secret: true } }), 'AWS::IAM::Policy');
      expect(JSON.stringify(standard?.properties)).toContain('kms:Encrypt');
      expect(JSON.stringify(standard?.properties)).not.toContain('kms:GenerateDataKey');
    });

    it('deletes what this stack made, even if it is no longer declared', () => {
      const remove = (stackId: string) =>
        decide(role, 'ssm:DeleteParameter', arnOf('/retail/shop/prod/gone'), {
          'aws:ResourceTag/muster:made-by-stack': stackId,
        });
      const stackIds = JSON.stringify(policy?.properties).match(/arn:aws:cloudformation:[^"]+/g) ?? [];
      expect(stackIds).toHaveLength(1);
      expect(remove(stackIds[0] ?? '')).toBe('allow');
      expect(remove('another')).toBe('implicit-deny');
    });
  });

  it('has a key that rotates every year and outlives the stack and its failed creation, as the encrypted values do', () => {
    const template = synthesizeStack('MusterParameters', { parameters: parametersExample });
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.hasResource('AWS::KMS::Key', {
      Properties: { EnableKeyRotation: true },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/Muster/parameters/retail/shop' });
  });

  it('waits for the policy of the function that creates it', () => {
    const template = synthesizeStack('MusterParameters', { parameters: parametersExample });
    const isOfCreator = (id: string) => id.startsWith('Secure');
    const policies = Object.keys(template.findResources('AWS::IAM::Policy')).filter(isOfCreator);
    expect(policies).toHaveLength(1);
    for (const { DependsOn } of Object.values(template.findResources('Custom::MusterSecureParameter')))
      expect(DependsOn).toEqual(expect.arrayContaining(policies));
  });
});

describe('what changes', () => {
  const resources = deployConfig({
    tree: { retail: { shop: { prod: { a: 'x' }, test: { a: 'x' } }, web: { prod: { a: 'x' } } } },
    noticeEmails: ['a@example.com'],
  });
  const rules = ofType(resources, 'AWS::Events::Rule');
  const [, , , region, account] = arnOf('/x').split(':');
  const matches = (type: string, detail: object, place: object = { account, region }) =>
    rules.filter(({ properties }) => {
      const compiled = compilePattern(properties['EventPattern']);
      if (!compiled.ok) throw new Error(compiled.message);
      const event = { ...place, source: 'aws.ssm', 'detail-type': type, resources: [arnOf('/x')], detail };
      return compiled.pattern.matches(event);
    }).length;

  it('is of this account and region, also where the bus is the hub of others', () => {
    const detail = { name: '/retail/shop/prod/a', operation: 'Create' };
    const heard = (place: object) => matches('Parameter Store Change', detail, { account, region, ...place });
    expect([heard({}), heard({ account: otherAccountId }), heard({ region: 'cn-north-1' })]).toEqual([
      1, 0, 0,
    ]);
  });

  it('is announced to the topic, by one rule for each application', () => {
    expect(rules).toHaveLength(2);
    const topic = ofType(resources, 'AWS::SNS::Topic')[0]?.id;
    for (const { properties } of rules)
      expect(properties['Targets']).toEqual([
        { Id: 'Target0', Arn: topic, RoleArn: expect.stringMatching(/^NoticesPublisher/) },
      ]);
    expect(ofType(resources, 'AWS::SNS::Subscription').map(({ properties }) => properties)).toEqual([
      { Protocol: 'email', Endpoint: 'a@example.com', TopicArn: topic },
    ]);
  });

  it('is announced from the first deployment on: the parameters wait for the rule, and the rule for the topic', () => {
    const template = synthesizeStack('MusterParameters', { parameters: parametersExample });
    const idsOf = (type: string) => Object.keys(template.findResources(type));
    const rulesOf = idsOf('AWS::Events::Rule');
    for (const { DependsOn } of Object.values(template.findResources('AWS::Events::Rule')))
      expect(DependsOn).toEqual(expect.arrayContaining(idsOf('AWS::SNS::TopicPolicy')));
    for (const type of ['AWS::SSM::Parameter', 'Custom::MusterSecureParameter'])
      for (const { DependsOn, Properties } of Object.values(template.findResources(type)))
        if (!String(Properties.Name).startsWith('/muster/'))
          expect(rulesOf.filter((id) => DependsOn.includes(id))).toHaveLength(1);
  });

  it.each(['Create', 'Update', 'Delete', 'LabelParameterVersion'])(
    'is a %s of a parameter of the application',
    (operation) => {
      const change = (name: string) => matches('Parameter Store Change', { operation, name, type: 'String' });
      expect(change('/retail/shop/prod/a')).toBe(1);
      expect(change('/retail/shop/test/db/host')).toBe(1);
      expect(change('/retail/web/prod/a')).toBe(1);
      for (const other of ['/retail/shopping/prod/a', '/retail/shop', '/retail/other/prod/a', 'a'])
        expect(change(other)).toBe(0);
    },
  );

  it.each(['name', 'parameter-name'])('is an act of a policy, with the parameter under %s', (field) => {
    const act = (name: string) =>
      matches('Parameter Store Policy Action', { [field]: name, 'policy-type': 'Expiration' });
    expect(act('/retail/shop/prod/a')).toBe(1);
    expect(act('/other/shop/prod/a')).toBe(0);
  });

  it('is nothing else', () => {
    expect(matches('EC2 Command Status-change Notification', { name: '/retail/shop/prod/a' })).toBe(0);
  });
});

describe('the stack', () => {
  it('works without a tree, ready for one', () => {
    expect(deployConfig({}).map(({ type }) => type)).toContain('AWS::SNS::Topic');
  });

  it.each([
    ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'amazonaws.com'],
  ])('names nothing of another partition in %s', (partition, region, domain) => {
    const at = { ...place, partition, region };
    const texts = JSON.stringify(
      deployConfig(parametersExample, at).filter(({ type }) => type === 'AWS::IAM::ManagedPolicy'),
    );
    expect(texts).not.toContain('arn:aws:');
    expect(texts).toContain(`arn:${partition}:ssm:${region}:`);
    const service = /ssm\.[a-z0-9-]+\.amazonaws\.com\*/.exec(texts)?.[0] ?? '';
    expect(`ssm.${region}.${domain}`).toMatch(new RegExp(`^${service.replace('*', '.*')}$`));
  });
});
