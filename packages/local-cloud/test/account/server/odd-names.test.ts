import { beforeAll, describe, expect, it } from 'vitest';
import type { LocalCloud } from '../../../src/account/account.ts';
import { startServer, stopServer } from '../../../src/account/server.ts';
import { models } from '../../../src/core/wire/models.ts';
import { makeWorld, type World } from './operations/world.ts';

/** Names that every JavaScript object inherits, as names that a caller gives: they are kept and answered. */
const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

let world: World;
let port: number;

beforeAll(async () => {
  world = await makeWorld();
  const started = await startServer(world.cloud, 0);
  port = started.port;
  return () => stopServer(started.server);
});

/** Sends JSON text, because an object of JavaScript cannot well have such names, and reads the answer's text. */
async function call(service: string, operation: string, body: string): Promise<[number, string]> {
  const target = `${models.find((model) => model.service === service)?.target}.${operation}`;
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' };
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
  return [response.status, await response.text()];
}

async function query(Version: string, fields: Readonly<Record<string, string>>): Promise<[number, string]> {
  const body = new URLSearchParams({ Version, ...fields });
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
  return [response.status, await response.text()];
}

describe.each(names)('the name %s', (name) => {
  it('may be that of an attribute, at the top and below, in every way to read and write', async () => {
    const id = `{"id":{"S":"${name}"}`;
    const put = `${id},"${name}":{"S":"top"},"map":{"M":{"${name}":{"B":"aGVsbG8="}}}}`;
    expect(await call('dynamodb', 'PutItem', `{"TableName":"Things","Item":${put}}`)).toEqual([200, '{}']);
    const read = [200, expect.stringContaining(`"${name}":{"S":"top"}`)];
    const below = [200, expect.stringContaining(`{"M":{"${name}":{"B":"aGVsbG8="}}}`)];
    const key = `"TableName":"Things","Key":${id}}`;
    for (const expected of [read, below]) {
      expect(await call('dynamodb', 'GetItem', `{${key}}`)).toEqual(expected);
      expect(await call('dynamodb', 'Scan', '{"TableName":"Things"}')).toEqual(expected);
      const batch = `{"RequestItems":{"Things":{"Keys":[${id}}]}}}`;
      expect(await call('dynamodb', 'BatchGetItem', batch)).toEqual(expected);
    }
    const projected = `{${key},"ProjectionExpression":"#n","ExpressionAttributeNames":{"#n":"${name}"}}`;
    expect(await call('dynamodb', 'GetItem', projected)).toEqual([200, `{"Item":{"${name}":{"S":"top"}}}`]);
    const update = `{${key},"UpdateExpression":"REMOVE #n","ExpressionAttributeNames":{"#n":"${name}"},"ReturnValues":"UPDATED_OLD"}`;
    expect(await call('dynamodb', 'UpdateItem', update)).toEqual([
      200,
      `{"Attributes":{"${name}":{"S":"top"}}}`,
    ]);
    const statement = `{"Statement":"UPDATE \\"Things\\" SET \\"${name}\\" = 1 WHERE \\"id\\" = '${name}' RETURNING ALL NEW *"}`;
    expect(await call('dynamodb', 'ExecuteStatement', statement)).toEqual([
      200,
      expect.stringContaining(`"${name}":{"N":"1"}`),
    ]);
    await call('dynamodb', 'DeleteItem', `{${key}}`);
  });

  it('finds no table, no item and no parameter that nobody made', async () => {
    const table = `{"TableName":"${name}","Key":{"id":{"S":"x"}}}`;
    expect(await call('dynamodb', 'GetItem', table)).toEqual([
      400,
      expect.stringContaining('ResourceNotFoundException'),
    ]);
    expect(await call('dynamodb', 'GetItem', `{"TableName":"Things","Key":{"${name}":{"S":"x"}}}`)).toEqual([
      400,
      expect.stringContaining('ValidationException'),
    ]);
    expect(await call('ssm', 'GetParameter', `{"Name":"never-${name}"}`)).toEqual([
      400,
      expect.stringContaining('ParameterNotFound'),
    ]);
    expect(await call('ssm', name, '{}')).toEqual([501, expect.stringContaining(`ssm:${name}`)]);
  });

  it('may be that of a tag of an instance, which filters and targets find, and no others', async () => {
    const [one, two] = world.linux;
    const version = '2016-11-15';
    const tag = { Action: 'CreateTags', 'ResourceId.1': one, 'Tag.1.Key': name, 'Tag.1.Value': 'x' };
    expect((await query(version, tag))[0]).toBe(200);
    const filters = [
      { 'Filter.1.Name': 'tag-key', 'Filter.1.Value.1': name },
      { 'Filter.1.Name': `tag:${name}`, 'Filter.1.Value.1': 'x' },
    ];
    for (const filter of filters) {
      const [status, text] = await query(version, { Action: 'DescribeInstances', ...filter });
      expect([status, text.includes(one), text.includes(two)]).toEqual([200, true, false]);
      expect(text).toContain(`<key>${name}</key><value>x</value>`);
    }
    for (const [key, value] of [['tag-key', name] as const, [`tag:${name}`, 'x'] as const]) {
      const listed = await call(
        'ssm',
        'DescribeInstanceInformation',
        `{"MaxResults":50,"Filters":[{"Key":"${key}","Values":["${value}"]}]}`,
      );
      expect([listed[1].includes(one), listed[1].includes(two)]).toEqual([true, false]);
      const sent = await call(
        'ssm',
        'SendCommand',
        `{"DocumentName":"AWS-RunShellScript","Parameters":{"commands":["true"]},"Targets":[{"Key":"${key}","Values":["${value}"]}]}`,
      );
      expect(sent).toEqual([200, expect.stringContaining('"TargetCount":1,')]);
    }
    expect((await query(version, { ...tag, Action: 'DeleteTags' }))[0]).toBe(200);
  });

  it('may be that of a parameter and of its tag', async () => {
    const put = `{"Name":"/odd/${name}","Type":"String","Value":"v","Tags":[{"Key":"${name}","Value":"x"}]}`;
    expect((await call('ssm', 'PutParameter', put))[0]).toBe(200);
    const found = [200, expect.stringContaining(`"Name":"/odd/${name}"`)];
    const filter = `{"ParameterFilters":[{"Key":"tag:${name}","Values":["x"]}]}`;
    expect(await call('ssm', 'DescribeParameters', filter)).toEqual(found);
    const tags = `{"ResourceType":"Parameter","ResourceId":"/odd/${name}"}`;
    expect(await call('ssm', 'ListTagsForResource', tags)).toEqual([
      200,
      `{"TagList":[{"Key":"${name}","Value":"x"}]}`,
    ]);
  });

  it('refuses it as a parameter that the document does not have, and as a filter key', async () => {
    const command = `{"DocumentName":"AWS-RunShellScript","InstanceIds":["${world.linux[0]}"],"Parameters":{"commands":["true"],"${name}":["x"]}}`;
    expect(await call('ssm', 'SendCommand', command)).toEqual([
      400,
      expect.stringContaining('InvalidParameters'),
    ]);
    const filter = `{"Filters":[{"Key":"${name}","Values":["x"]}]}`;
    for (const operation of ['DescribeInstanceInformation', 'ListDocuments'])
      expect(await call('ssm', operation, filter)).toEqual([
        400,
        expect.stringContaining('InvalidFilterKey'),
      ]);
    const described = await query('2016-11-15', {
      Action: 'DescribeSubnets',
      'Filter.1.Name': name,
      'Filter.1.Value.1': 'x',
    });
    expect(described).toEqual([400, expect.stringContaining(`The filter '${name}' is invalid`)]);
  });

  it('may be that of an attribute of a message', async () => {
    const attributes = `{"${name}":{"DataType":"String","StringValue":"x"}}`;
    const { queueUrl } = world;
    const body = `{"QueueUrl":"${queueUrl}","MessageBody":"m","MessageAttributes":${attributes}}`;
    expect((await call('sqs', 'SendMessage', body))[0]).toBe(200);
    const receive = `{"QueueUrl":"${queueUrl}","MessageAttributeNames":["${name}"]}`;
    const [status, text] = await call('sqs', 'ReceiveMessage', receive);
    expect([status, text.includes(`"MessageAttributes":${attributes}`)]).toEqual([200, true]);
    const handle: string = JSON.parse(text).Messages[0].ReceiptHandle;
    await call('sqs', 'DeleteMessage', JSON.stringify({ QueueUrl: queueUrl, ReceiptHandle: handle }));
  });

  it('may be that of a member of an event, which a pattern finds', async () => {
    const event = `{"id":"1","account":"0","source":"s","time":"2026-01-01T00:00:00Z","region":"r","resources":[],"detail-type":"t","detail":{"${name}":"x"}}`;
    for (const [detail, isMatched] of [
      [event, true] as const,
      [event.replace('"x"', '"y"'), false] as const,
    ]) {
      const body = JSON.stringify({ EventPattern: `{"detail":{"${name}":["x"]}}`, Event: detail });
      expect(await call('events', 'TestEventPattern', body)).toEqual([200, `{"Result":${isMatched}}`]);
    }
  });
});

describe('5,000 nested levels inside a text', () => {
  const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
  const yaml = `${'{a: '.repeat(2_000)}1${'}'.repeat(2_000)}`;

  it('refuses them in the detail of an event, in a pattern and in the event of a test', async () => {
    const entry = { Source: 's', DetailType: 't', Detail: deep };
    expect(await call('events', 'PutEvents', JSON.stringify({ Entries: [entry] }))).toEqual([
      200,
      expect.stringContaining('"ErrorCode":"MalformedDetail"'),
    ]);
    const short = '{"a":'.repeat(800);
    const pattern = JSON.stringify({ EventPattern: `${short}["x"]${'}'.repeat(800)}`, Event: '{}' });
    expect((await call('events', 'TestEventPattern', pattern))[0]).toBe(400);
    const event = JSON.stringify({ EventPattern: '{"source":["s"]}', Event: deep });
    expect((await call('events', 'TestEventPattern', event))[0]).toBe(400);
  });

  it.each([
    ['JSON', deep],
    ['YAML', yaml],
  ])('refuses them in a document in %s', async (DocumentFormat, Content) => {
    const body = JSON.stringify({ Name: 'Deep', Content, DocumentFormat });
    expect(await call('ssm', 'CreateDocument', body)).toEqual([
      400,
      expect.stringContaining('InvalidDocumentContent'),
    ]);
  });

  it.each(['Policy', 'RedrivePolicy', 'RedriveAllowPolicy'])('refuses them in a %s', async (attribute) => {
    const body = JSON.stringify({ QueueUrl: world.queueUrl, Attributes: { [attribute]: deep } });
    expect((await call('sqs', 'SetQueueAttributes', body))[0]).toBe(400);
  });

  it('leaves the cloud at work', async () => {
    const cloud: LocalCloud = world.cloud;
    await world.pass(1);
    expect(cloud.sqs.queue(world.queueArn).name).toBe('queue');
  });
});
