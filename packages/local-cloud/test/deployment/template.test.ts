// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders of Fn::Sub look like this
import { describe, expect, test } from 'vitest';
import { NotEmulatedError } from '../../src/core/service.ts';
import { Template, type TemplateOptions } from '../../src/deployment/template.ts';
import { accountId } from '../accounts.ts';

const place = { partition: 'aws', region: 'eu-west-1', accountId };

function load(source: unknown, options: Partial<TemplateOptions> = {}): Template {
  return new Template(source, {
    place,
    stackName: 'Onboarding',
    resource: (logicalId) => ({
      ref: `ref-${logicalId}`,
      attribute: (name) => (name === 'List' ? ['a', 'b'] : `${logicalId}/${name}`),
    }),
    ssmParameter: (name) => `value of ${name}`,
    importValue: (name) => `imported ${name}`,
    ...options,
  });
}

const template = load({
  Parameters: {
    Stage: { Type: 'String', Default: 'test' },
    Zones: { Type: 'CommaDelimitedList', Default: 'x, y' },
    Bootstrap: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
    Key: { Type: 'AWS::EC2::KeyPair::KeyName', Default: 'k' },
    Given: { Type: 'String' },
  },
  Mappings: { Ami: { 'eu-west-1': { Arm: 'ami-1' } } },
  Conditions: {
    IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] },
    IsProd: { 'Fn::Not': [{ Condition: 'IsTest' }] },
    Both: { 'Fn::And': [{ Condition: 'IsTest' }, { Condition: 'IsProd' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsTest' }, { Condition: 'IsProd' }] },
    Loop: { 'Fn::Not': [{ Condition: 'Loop' }] },
  },
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue' },
    Ghost: { Type: 'AWS::SQS::Queue', Condition: 'IsProd' },
  },
});

describe('values', () => {
  test.each([
    [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    [{ Ref: 'AWS::AccountId' }, accountId],
    [{ Ref: 'AWS::Partition' }, 'aws'],
    [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [{ Ref: 'AWS::StackName' }, 'Onboarding'],
    [{ Ref: 'Stage' }, 'test'],
    [{ Ref: 'Zones' }, ['x', 'y']],
    [{ Ref: 'Bootstrap' }, 'value of /cdk-bootstrap/hnb659fds/version'],
    [{ Ref: 'Queue' }, 'ref-Queue'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue/Arn'],
    [{ 'Fn::GetAtt': 'Queue.Nested.Arn' }, 'Queue/Nested.Arn'],
    [{ 'Fn::Join': ['-', ['a', 1, true, { Ref: 'Stage' }]] }, 'a-1-true-test'],
    [{ 'Fn::Join': ['+', { Ref: 'Zones' }] }, 'x+y'],
    [{ 'Fn::Join': ['', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'ab'],
    [
      { 'Fn::Sub': 'arn:${AWS::Partition}:sqs:${Queue}/${Queue.Arn}/${!Kept}' },
      'arn:aws:sqs:ref-Queue/Queue/Arn/${Kept}',
    ],
    [{ 'Fn::Sub': ['${V}-${Stage}', { V: { Ref: 'Queue' } }] }, 'ref-Queue-test'],
    [{ 'Fn::Select': ['1', { 'Fn::GetAtt': ['Queue', 'List'] }] }, 'b'],
    [{ 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }] }, 'Queue'],
    [{ 'Fn::If': ['IsTest', 'yes', { Ref: 'Ghost' }] }, 'yes'],
    [{ 'Fn::If': ['Both', 1, 2] }, 2],
    [{ 'Fn::If': ['Either', 1, 2] }, 1],
    [{ 'Fn::ImportValue': { 'Fn::Sub': '${Stage}:x' } }, 'imported test:x'],
    [{ 'Fn::FindInMap': ['Ami', { Ref: 'AWS::Region' }, 'Arm'] }, 'ami-1'],
    [{ 'Fn::Base64': 'über' }, 'w7xiZXI='],
    [{ a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 0, null, false] }, { b: [0, null, false] }],
    [{ only: { Arn: { Ref: 'Stage' } } }, { only: { Arn: 'test' } }],
    [
      { Condition: { StringEquals: { k: { Ref: 'Stage' } } } },
      { Condition: { StringEquals: { k: 'test' } } },
    ],
  ])('%j is %j', (value, expected) => {
    expect(template.resolve(value)).toEqual(expected);
  });

  test('a stack id depends on its place and name', () => {
    expect(template.resolve({ Ref: 'AWS::StackId' })).toMatch(
      new RegExp(`^arn:aws:cloudformation:eu-west-1:${accountId}:stack/Onboarding/[0-9a-f-]{36}$`),
    );
  });

  test('a given parameter wins over its default', () => {
    const source = { Parameters: { Stage: { Type: 'String', Default: 'test' } } };
    expect(load(source, { parameters: { Stage: 'prod' } }).resolve({ Ref: 'Stage' })).toBe('prod');
  });

  test('China has its own URL suffix', () => {
    const china = load({}, { place: { ...place, partition: 'aws-cn', region: 'cn-north-1' } });
    expect(china.resolve({ 'Fn::Sub': '${AWS::URLSuffix}' })).toBe('amazonaws.com.cn');
  });

  test.each([
    [{ 'Fn::GetAZs': '' }, 'Fn::GetAZs'],
    [{ 'Fn::Equals': ['a', 'b'] }, 'Fn::Equals'],
    [{ Ref: 'AWS::NotificationARNs' }, 'AWS::NotificationARNs'],
    [{ Ref: 'Key' }, 'AWS::EC2::KeyPair::KeyName'],
    [{ 'Fn::FindInMap': ['Ami', 'a', 'b', { DefaultValue: 'c' }] }, 'Fn::FindInMap'],
  ])('refuses what is not emulated: %j', (value, name) => {
    expect(() => template.resolve(value)).toThrow(NotEmulatedError);
    expect(() => template.resolve(value)).toThrow(name);
  });

  test.each([
    [{ Ref: 'Nothing' }, 'no resource Nothing; there are Queue'],
    [{ Ref: 'Ghost' }, 'no resource Ghost'],
    [{ Ref: 'Given' }, '[Given] must have values'],
    [{ Ref: 'Stage', extra: 1 }, 'Ref expects to be the only key of its object, received Ref, extra'],
    [{ 'Fn::Select': [2, ['a', 'b']] }, 'an index from 0 to 1, received 2'],
    [{ 'Fn::If': ['Unknown', 1, 2] }, 'Unresolved condition dependency Unknown'],
    [{ 'Fn::If': ['Loop', 1, 2] }, 'Circular dependencies in condition Loop'],
    [{ 'Fn::Join': [',', 'text'] }, 'Fn::Join expects a list, received "text"'],
    [{ 'Fn::Join': [',', [{ Ref: 'Zones' }]] }, 'Fn::Join expects text, received ["x","y"]'],
    [{ 'Fn::FindInMap': ['Ami', 'us-east-1', 'Arm'] }, 'received Ami, us-east-1, Arm'],
    [{ 'Fn::GetAtt': 'Queue' }, 'a logical id and an attribute name, received "Queue"'],
  ])('refuses %j', (value, message) => {
    expect(() => template.resolve(value)).toThrow(message);
  });

  test('refuses macros', () => {
    expect(() => load({ Transform: 'AWS::Serverless-2016-10-31' })).toThrow(NotEmulatedError);
  });
});

describe('resources', () => {
  const type = 'AWS::SQS::Queue';

  test('each is created after what it refers to', () => {
    const order = load({
      Resources: {
        A: {
          Type: type,
          Properties: { P: { 'Fn::Sub': ['${B.Arn} ${V}', { V: { 'Fn::GetAtt': ['C', 'Arn'] } }] } },
        },
        B: { Type: type, DependsOn: 'D' },
        C: { Type: type, Properties: { P: [{ deep: { Ref: 'D' } }] } },
        D: { Type: type, DependsOn: ['E'] },
        E: { Type: type },
      },
    }).creationOrder();
    expect(order).toEqual(['E', 'D', 'B', 'C', 'A']);
  });

  test('a branch that is not selected and a resource that is not created add no dependency', () => {
    const loaded = load({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        A: {
          Type: type,
          Properties: { P: { 'Fn::If': ['Never', { Ref: 'Off' }, { Ref: 'B' }] } },
          DependsOn: 'Off',
        },
        B: { Type: type },
        Off: { Type: type, Condition: 'Never' },
      },
    });
    expect(loaded.dependencies('A')).toEqual(['B']);
    expect([...loaded.resources.keys()]).toEqual(['A', 'B']);
  });

  test('parameters, pseudo parameters and Sub variables are not dependencies', () => {
    const loaded = load({
      Parameters: { Stage: { Type: 'String', Default: 'x' } },
      Resources: {
        A: {
          Type: type,
          Properties: { P: { 'Fn::Sub': ['${V}${AWS::Region}${Stage}${!Literal}', { V: '1' }] } },
        },
      },
    });
    expect(loaded.dependencies('A')).toEqual([]);
  });

  test('refuses a circular dependency, naming its resources', () => {
    const circle = load({
      Resources: {
        Start: { Type: type, DependsOn: 'A' },
        A: { Type: type, Properties: { P: { Ref: 'B' } } },
        B: { Type: type, DependsOn: 'A' },
      },
    });
    expect(() => circle.creationOrder()).toThrow('Circular dependency between resources: [A, B]');
  });

  test('refuses to order a resource that refers to one whose condition is false', () => {
    const loaded = load({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        A: { Type: type, Properties: { P: { Ref: 'Off' } } },
        Off: { Type: type, Condition: 'Never' },
      },
    });
    expect(() => loaded.creationOrder()).toThrow('no resource Off');
  });

  test('refuses a reference to a resource that does not exist', () => {
    const loaded = load({ Resources: { A: { Type: type, Properties: { P: { Ref: 'Nothing' } } } } });
    expect(() => loaded.creationOrder()).toThrow('Unresolved resource dependencies [Nothing]');
  });

  test('properties are resolved on demand, with the resources created so far', () => {
    const created = new Map([['B', 'queue-b']]);
    const loaded = load(
      {
        Resources: {
          A: { Type: type, Properties: { P: { Ref: 'B' }, Q: { Ref: 'AWS::NoValue' } } },
          B: { Type: type },
        },
      },
      { resource: (logicalId) => ({ ref: created.get(logicalId) ?? '', attribute: () => '' }) },
    );
    expect(loaded.properties('A')).toEqual({ P: 'queue-b' });
    expect(loaded.properties('B')).toEqual({});
  });

  test('outputs have the names that other stacks may import', () => {
    const loaded = load({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Queue: { Type: type } },
      Outputs: {
        Url: { Value: { Ref: 'Queue' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Url' } } },
        Plain: { Value: 1 },
        Off: { Value: { Ref: 'Queue' }, Condition: 'Never' },
      },
    });
    expect(loaded.outputs()).toEqual([
      { name: 'Url', value: 'ref-Queue', exportName: 'Onboarding:Url' },
      { name: 'Plain', value: 1 },
    ]);
  });
});
