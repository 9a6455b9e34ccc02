import { describe, expect, it } from 'vitest';
import { decodeQuery, encodeXml, escapeXml, type QueryDialect } from '../../../src/core/wire/query-codec.ts';
import type { Shape } from '../../../src/core/wire/shape.ts';
import { shapeAt, shapesOf } from './shapes.ts';

const decode = (dialect: QueryDialect, shape: Shape, fields: Readonly<Record<string, string>>) =>
  decodeQuery(dialect, shape, new URLSearchParams({ Action: 'A', Version: 'V', ...fields }));
const ec2 = (operation: string, fields: Readonly<Record<string, string>>) =>
  decode('ec2', shapesOf('ec2', operation).input, fields);
const sns = (fields: Readonly<Record<string, string>>) =>
  decode('query', shapesOf('sns', 'Publish').input, fields);

const refusal = (code: string, message: string) =>
  expect.objectContaining({ name: 'ServiceError', code, statusCode: 400, message });

describe('decoding EC2 fields', () => {
  it('reads lists in lists', () => {
    expect(
      ec2('DescribeInstances', {
        'Filter.1.Name': 'instance-state-name',
        'Filter.1.Value.1': 'running',
        'Filter.1.Value.2': 'stopped',
        'Filter.2.Name': 'tag:Name',
        'Filter.2.Value.1': '',
        'InstanceId.1': 'i-1',
        MaxResults: '50',
      }),
    ).toEqual({
      Filters: [
        { Name: 'instance-state-name', Values: ['running', 'stopped'] },
        { Name: 'tag:Name', Values: [''] },
      ],
      InstanceIds: ['i-1'],
      MaxResults: 50,
    });
  });

  it('reads structures in lists in structures', () => {
    expect(
      ec2('RunInstances', {
        'TagSpecification.1.ResourceType': 'instance',
        'TagSpecification.1.Tag.1.Key': 'Name',
        'TagSpecification.1.Tag.1.Value': 'a',
        'TagSpecification.1.Tag.2.Key': 'Team',
        'TagSpecification.1.Tag.2.Value': 'b',
        'IamInstanceProfile.Name': 'managed',
        'Monitoring.Enabled': 'false',
        MinCount: '1',
        MaxCount: '3',
      }),
    ).toEqual({
      TagSpecifications: [
        {
          ResourceType: 'instance',
          Tags: [
            { Key: 'Name', Value: 'a' },
            { Key: 'Team', Value: 'b' },
          ],
        },
      ],
      IamInstanceProfile: { Name: 'managed' },
      Monitoring: { Enabled: false },
      MinCount: 1,
      MaxCount: 3,
    });
  });

  it('keeps the order of more than nine items', () => {
    const ids = Array.from({ length: 12 }, (_, index) => `i-${index}`);
    const fields = Object.fromEntries(ids.map((id, index) => [`InstanceId.${index + 1}`, id]));
    expect(ec2('DescribeInstances', fields)).toEqual({ InstanceIds: ids });
  });

  it('reads blobs and timestamps', () => {
    expect(ec2('DescribeSpotPriceHistory', { StartTime: '2026-01-01T00:00:00Z' })).toEqual({
      StartTime: new Date(Date.UTC(2026, 0, 1)),
    });
    expect(ec2('ImportKeyPair', { KeyName: 'k', PublicKeyMaterial: 'AP8=' })).toEqual({
      KeyName: 'k',
      PublicKeyMaterial: new Uint8Array([0, 255]),
    });
  });

  it.each([
    [{ Colour: 'red' }, 'UnknownParameter', 'The parameter Colour is not recognized'],
    [{ 'Filter.2.Name': 'x' }, 'UnknownParameter', 'The parameter Filter.2.Name is not recognized'],
    [{ 'Filter.1.Nam': 'x' }, 'UnknownParameter', 'The parameter Filter.1.Nam is not recognized'],
    [
      { Filter: 'x', 'InstanceId.1.a': 'y' },
      'UnknownParameter',
      'The parameter Filter, InstanceId.1.a is not recognized',
    ],
    [{ MaxResults: 'many' }, 'MalformedQueryString', 'MaxResults must be a number; received "many"'],
    [{ MaxResults: '' }, 'MalformedQueryString', 'MaxResults must be a number; received ""'],
    [{ DryRun: 'yes' }, 'MalformedQueryString', 'DryRun must be true or false; received "yes"'],
  ])('refuses %j', (fields, code, message) => {
    expect(() => ec2('DescribeInstances', fields)).toThrow(refusal(code, message));
  });

  it('refuses an invalid timestamp', () => {
    expect(() => ec2('DescribeSpotPriceHistory', { StartTime: 'yesterday' })).toThrow(
      refusal('MalformedQueryString', 'StartTime must be a timestamp; received "yesterday"'),
    );
  });

  it.each(['', ' ', '0x10', '1e3', 'ten', '5 '])('refuses the number "%s"', (MaxResults) => {
    expect(() => ec2('DescribeInstances', { MaxResults })).toThrow(
      refusal('MalformedQueryString', `MaxResults must be a number; received "${MaxResults}"`),
    );
  });

  it('refuses a missing parameter inside a structure by its path', () => {
    const launch = { MinCount: '1', MaxCount: '1', 'ElasticGpuSpecification.1.Foo': 'x' };
    expect(() => ec2('RunInstances', launch)).toThrow(
      refusal('MissingParameter', 'The request must contain the parameter ElasticGpuSpecification.1.Type'),
    );
  });

  it("refuses a missing parameter with EC2's message", () => {
    expect(() => ec2('TerminateInstances', {})).toThrow(
      refusal('MissingParameter', 'The request must contain the parameter InstanceId'),
    );
  });
});

describe('decoding query fields', () => {
  it('reads maps and blobs', () => {
    expect(
      sns({
        TopicArn: 'arn',
        Message: 'm',
        'MessageAttributes.entry.1.Name': 'a',
        'MessageAttributes.entry.1.Value.DataType': 'String',
        'MessageAttributes.entry.1.Value.StringValue': 'x',
        'MessageAttributes.entry.2.Name': 'b',
        'MessageAttributes.entry.2.Value.DataType': 'Binary',
        'MessageAttributes.entry.2.Value.BinaryValue': 'AP8=',
      }),
    ).toEqual({
      TopicArn: 'arn',
      Message: 'm',
      MessageAttributes: {
        a: { DataType: 'String', StringValue: 'x' },
        b: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
      },
    });
  });

  it('reads lists with their member names', () => {
    const shape = shapesOf('sns', 'TagResource').input;
    const fields = { ResourceArn: 'r', 'Tags.member.1.Key': 'k', 'Tags.member.1.Value': 'v' };
    expect(decode('query', shape, fields)).toEqual({ ResourceArn: 'r', Tags: [{ Key: 'k', Value: 'v' }] });
    expect(() => decode('query', shape, { ResourceArn: 'r', 'Tags.1.Key': 'k' })).toThrow('Tags.1.Key');
  });
});

describe('encoding XML', () => {
  const { output } = shapesOf('ec2', 'DescribeInstances');
  const instance = shapeAt(output, 'Reservations', '[]', 'Instances', '[]');

  it('names elements as the model does, and items of lists', () => {
    const answer = {
      Reservations: [{ ReservationId: 'r-1', Instances: [{ InstanceId: 'i-1' }, { InstanceId: 'i-2' }] }],
    };
    expect(encodeXml(output, answer)).toBe(
      '<reservationSet><item><reservationId>r-1</reservationId>' +
        '<instancesSet><item><instanceId>i-1</instanceId></item><item><instanceId>i-2</instanceId></item></instancesSet>' +
        '</item></reservationSet>',
    );
  });

  it('writes dates, booleans, numbers and absent values', () => {
    expect(
      encodeXml(instance, {
        LaunchTime: new Date(Date.UTC(2026, 0, 1)),
        EbsOptimized: false,
        AmiLaunchIndex: 0,
        Platform: undefined,
        Tags: [],
      }),
    ).toBe(
      '<launchTime>2026-01-01T00:00:00.000Z</launchTime><ebsOptimized>false</ebsOptimized>' +
        '<amiLaunchIndex>0</amiLaunchIndex><tagSet></tagSet>',
    );
  });

  it('writes maps as entries and blobs as base64', () => {
    const map = shapeAt(shapesOf('sns', 'Publish').input, 'MessageAttributes');
    expect(encodeXml(map, { 'a&b': { BinaryValue: new Uint8Array([0, 255]) } })).toBe(
      '<entry><Name>a&amp;b</Name><Value><BinaryValue>AP8=</BinaryValue></Value></entry>',
    );
  });

  it('escapes text in every position', () => {
    expect(escapeXml(`<a href="x">&amp;</a>`)).toBe('&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt;');
    expect(encodeXml(instance, { Tags: [{ Key: '<k>', Value: '&' }] })).toBe(
      '<tagSet><item><key>&lt;k&gt;</key><value>&amp;</value></item></tagSet>',
    );
  });

  it('refuses a bug of ours: a member that the model does not have', () => {
    expect(() => encodeXml(instance, { InstanceID: 'i-1' })).toThrow('Instance has no member InstanceID');
  });
});
