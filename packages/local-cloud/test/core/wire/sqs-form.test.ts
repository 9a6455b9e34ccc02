import { describe, expect, it } from 'vitest';
import { models, operationModel } from '../../../src/core/wire/models.ts';
import { decodeQuery, encodeXml } from '../../../src/core/wire/query-codec.ts';

const model = models.find(({ service, protocol }) => service === 'sqs' && protocol === 'query');

function shapes(operation: string) {
  if (model === undefined) throw new Error('SQS has no query protocol');
  return operationModel(model, operation);
}

const decode = (operation: string, fields: Readonly<Record<string, string>>) =>
  decodeQuery('query', shapes(operation).input, new URLSearchParams({ Action: operation, ...fields }));

// The names are those of botocore's model of 2022, before SQS spoke JSON.
describe('a form to SQS', () => {
  it('has lists of names in the singular', () => {
    const names = { 'AttributeName.1': 'All', 'MessageAttributeName.1': 'a', 'MessageAttributeName.2': 'b' };
    expect(decode('ReceiveMessage', { QueueUrl: 'u', MaxNumberOfMessages: '10', ...names })).toEqual({
      QueueUrl: 'u',
      MaxNumberOfMessages: 10,
      AttributeNames: ['All'],
      MessageAttributeNames: ['a', 'b'],
    });
  });

  it('has entries by the name of their structure, with attributes by number', () => {
    const entry = 'SendMessageBatchRequestEntry.1';
    const fields = {
      [`${entry}.Id`]: 'one',
      [`${entry}.MessageBody`]: 'hello',
      [`${entry}.DelaySeconds`]: '5',
      [`${entry}.MessageAttribute.1.Name`]: 'colour',
      [`${entry}.MessageAttribute.1.Value.DataType`]: 'String',
      [`${entry}.MessageAttribute.1.Value.StringValue`]: 'red',
    };
    const MessageAttributes = { colour: { DataType: 'String', StringValue: 'red' } };
    expect(decode('SendMessageBatch', { QueueUrl: 'u', ...fields })).toEqual({
      QueueUrl: 'u',
      Entries: [{ Id: 'one', MessageBody: 'hello', DelaySeconds: 5, MessageAttributes }],
    });
  });

  it('has the attributes of a queue by number', () => {
    expect(
      decode('SetQueueAttributes', {
        QueueUrl: 'u',
        'Attribute.1.Name': 'DelaySeconds',
        'Attribute.1.Value': '5',
      }),
    ).toEqual({ QueueUrl: 'u', Attributes: { DelaySeconds: '5' } });
  });
});

describe('an XML answer of SQS', () => {
  it('repeats the elements of lists and maps, without one around them', () => {
    const message = {
      MessageId: 'm',
      Attributes: { SenderId: 's', SentTimestamp: '1' },
      MessageAttributes: { colour: { DataType: 'String', StringValue: 'red' } },
    };
    const answer = encodeXml(shapes('ReceiveMessage').output, { Messages: [message, { MessageId: 'n' }] });
    const attribute = (name: string, value: string) =>
      `<Attribute><Name>${name}</Name><Value>${value}</Value></Attribute>`;
    const own = '<DataType>String</DataType><StringValue>red</StringValue>';
    expect(answer).toBe(
      `<Message><MessageId>m</MessageId>${attribute('SenderId', 's')}${attribute('SentTimestamp', '1')}` +
        `<MessageAttribute><Name>colour</Name><Value>${own}</Value></MessageAttribute></Message>` +
        '<Message><MessageId>n</MessageId></Message>',
    );
  });

  it.each([
    ['ListQueues', { QueueUrls: ['u'] }, '<QueueUrl>u</QueueUrl>'],
    ['ListDeadLetterSourceQueues', { queueUrls: ['u'] }, '<QueueUrl>u</QueueUrl>'],
    [
      'DeleteMessageBatch',
      { Successful: [{ Id: 'a' }], Failed: undefined },
      '<DeleteMessageBatchResultEntry><Id>a</Id></DeleteMessageBatchResultEntry>',
    ],
  ])('of %s names its entries', (operation, output, xml) => {
    expect(encodeXml(shapes(operation).output, output)).toBe(xml);
  });
});
