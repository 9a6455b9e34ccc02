import type { ServiceRequests } from './requests.ts';
import type { World } from './world.ts';

const noQueue = { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/000000000000/none' };
const badUrl = { QueueUrl: 'http://x/' };
const attribute = { DataType: 'String', StringValue: 'red' };
const many = Array.from({ length: 11 }, (_, index) => String(index));

/** The queue, and the receipt handle of a message that was received from it. */
function received({ cloud, queueUrl, queueArn, ask }: World) {
  cloud.sqs.put(queueArn, { body: 'hello', senderId: 'a test' });
  const handle = ask('sqs', 'ReceiveMessage', { QueueUrl: queueUrl }, 'Messages', 0, 'ReceiptHandle');
  return { QueueUrl: queueUrl, ReceiptHandle: handle };
}

/** The refusals of every batch, by how an entry with an id is made. */
function batchRefusals(entry: (id: string) => object) {
  const batch =
    (...ids: readonly string[]) =>
    ({ queueUrl }: World) => ({ QueueUrl: queueUrl, Entries: ids.map(entry) });
  return {
    BatchEntryIdsNotDistinct: batch('a', 'a'),
    EmptyBatchRequest: batch(),
    InvalidBatchEntryId: batch('a b'),
    TooManyEntriesInBatchRequest: batch(...many),
    InvalidAddress: { ...badUrl, Entries: [entry('a')] },
    QueueDoesNotExist: { ...noQueue, Entries: [entry('a')] },
  };
}

function startedTask({ deadArn, queueArn, cloud, ask }: World): string {
  cloud.sqs.put(deadArn, { body: 'dead', senderId: 'a test' });
  return ask('sqs', 'StartMessageMoveTask', { SourceArn: deadArn, DestinationArn: queueArn }, 'TaskHandle');
}

const noHandle = Buffer.from(
  JSON.stringify({ taskId: 'none', sourceArn: 'arn:aws:sqs:eu-west-1:000000000000:dead' }),
).toString('base64');

/** The requests to SQS. */
export const requestsOfSqs: ServiceRequests = {
  absent: [
    'InvalidIdFormat',
    'InvalidSecurity',
    'KmsAccessDenied',
    'KmsDisabled',
    'KmsInvalidKeyUsage',
    'KmsInvalidState',
    'KmsNotFound',
    'KmsOptInRequired',
    'KmsThrottled',
    'RequestThrottled',
    'UnsupportedOperation',
  ],
  common: [
    'AccessDeniedException',
    'SerializationException',
    'ValidationException',
    'InvalidParameterValueException',
    'MissingRequiredParameterException',
  ],
  operations: {
    CancelMessageMoveTask: {
      answers: [(world) => ({ TaskHandle: startedTask(world) })],
      refusals: {
        ResourceNotFoundException: { TaskHandle: noHandle },
        InvalidParameterValueException: { TaskHandle: 'x' },
      },
      never: { InvalidAddress: 'it has no address' },
    },
    ChangeMessageVisibility: {
      answers: [(world) => ({ ...received(world), VisibilityTimeout: 0 })],
      refusals: {
        InvalidAddress: { ...badUrl, ReceiptHandle: 'x', VisibilityTimeout: 0 },
        QueueDoesNotExist: { ...noQueue, ReceiptHandle: 'x', VisibilityTimeout: 0 },
        ReceiptHandleIsInvalid: ({ queueUrl }) => ({
          QueueUrl: queueUrl,
          ReceiptHandle: 'x',
          VisibilityTimeout: 0,
        }),
        MessageNotInflight: (world) => {
          const message = received(world);
          world.ask('sqs', 'ChangeMessageVisibility', { ...message, VisibilityTimeout: 0 });
          world.ask('sqs', 'ReceiveMessage', { QueueUrl: world.queueUrl, MaxNumberOfMessages: 10 });
          return { ...message, VisibilityTimeout: 10 }; // by the handle of the receive before
        },
      },
    },
    ChangeMessageVisibilityBatch: {
      answers: [
        (world) => {
          const { QueueUrl, ReceiptHandle } = received(world);
          const other = { Id: 'b', ReceiptHandle: 'x', VisibilityTimeout: 1 };
          return { QueueUrl, Entries: [{ Id: 'a', ReceiptHandle, VisibilityTimeout: 1 }, other] };
        },
      ],
      refusals: batchRefusals((Id) => ({ Id, ReceiptHandle: 'x', VisibilityTimeout: 1 })),
    },
    DeleteMessage: {
      answers: [received],
      refusals: {
        InvalidAddress: { ...badUrl, ReceiptHandle: 'x' },
        QueueDoesNotExist: { ...noQueue, ReceiptHandle: 'x' },
        ReceiptHandleIsInvalid: ({ queueUrl }) => ({ QueueUrl: queueUrl, ReceiptHandle: 'x' }),
      },
    },
    DeleteMessageBatch: {
      answers: [
        (world) => {
          const { QueueUrl, ReceiptHandle } = received(world);
          return {
            QueueUrl,
            Entries: [
              { Id: 'a', ReceiptHandle },
              { Id: 'b', ReceiptHandle: 'x' },
            ],
          };
        },
      ],
      refusals: batchRefusals((Id) => ({ Id, ReceiptHandle: 'x' })),
    },
    GetQueueAttributes: {
      answers: [
        ({ queueUrl }) => ({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
        ({ queueUrl }) => ({ QueueUrl: queueUrl }),
      ],
      refusals: {
        InvalidAddress: badUrl,
        QueueDoesNotExist: noQueue,
        InvalidAttributeName: ({ queueUrl }) => ({ QueueUrl: queueUrl, AttributeNames: ['constructor'] }),
      },
    },
    GetQueueUrl: {
      answers: [{ QueueName: 'queue', QueueOwnerAWSAccountId: '000000000000' }],
      refusals: { QueueDoesNotExist: { QueueName: 'none' } },
      never: { InvalidAddress: 'it has no address' },
    },
    ListDeadLetterSourceQueues: {
      answers: [({ deadUrl }) => ({ QueueUrl: deadUrl, MaxResults: 1 })],
      refusals: { InvalidAddress: badUrl, QueueDoesNotExist: noQueue },
    },
    ListMessageMoveTasks: {
      answers: [
        async (world) => {
          await world.pass(5);
          startedTask(world);
          return { SourceArn: world.deadArn, MaxResults: 10 };
        },
      ],
      refusals: { ResourceNotFoundException: { SourceArn: 'arn:aws:sqs:eu-west-1:000000000000:none' } },
      never: { InvalidAddress: 'it has no address' },
    },
    ListQueues: {
      answers: [{}, { QueueNamePrefix: 'q', MaxResults: 1 }, { QueueNamePrefix: 'none' }],
      never: { InvalidAddress: 'it has no address' },
    },
    PurgeQueue: {
      answers: [
        async ({ deadUrl, pass }) => {
          await pass(61);
          return { QueueUrl: deadUrl };
        },
      ],
      refusals: {
        InvalidAddress: badUrl,
        QueueDoesNotExist: noQueue,
        PurgeQueueInProgress: ({ deadUrl }) => ({ QueueUrl: deadUrl }),
      },
    },
    ReceiveMessage: {
      answers: [
        ({ queueUrl, queueArn, cloud }) => {
          cloud.sqs.put(queueArn, { body: 'x', senderId: 'a test', attributes: { color: attribute } });
          return {
            QueueUrl: queueUrl,
            AttributeNames: ['All'],
            MessageSystemAttributeNames: ['SenderId'],
            MessageAttributeNames: ['All'],
            MaxNumberOfMessages: 10,
            VisibilityTimeout: 1,
            WaitTimeSeconds: 0,
          };
        },
        ({ deadUrl }) => ({ QueueUrl: deadUrl }),
      ],
      refusals: { InvalidAddress: badUrl, QueueDoesNotExist: noQueue },
      never: { OverLimit: 'it takes 120,000 messages in flight, which the test of the operation has' },
    },
    SendMessage: {
      answers: [
        ({ queueUrl }) => ({
          QueueUrl: queueUrl,
          MessageBody: 'hello',
          DelaySeconds: 1,
          MessageAttributes: {
            color: attribute,
            bytes: { DataType: 'Binary', BinaryValue: 'aGVsbG8=' },
          },
        }),
      ],
      refusals: {
        InvalidAddress: { ...badUrl, MessageBody: 'x' },
        QueueDoesNotExist: { ...noQueue, MessageBody: 'x' },
        InvalidMessageContents: ({ queueUrl }) => ({ QueueUrl: queueUrl, MessageBody: '\u0001' }),
      },
    },
    SendMessageBatch: {
      answers: [
        ({ queueUrl }) => ({
          QueueUrl: queueUrl,
          Entries: [
            { Id: 'a', MessageBody: 'x', DelaySeconds: 1, MessageAttributes: { color: attribute } },
            { Id: 'b', MessageBody: '\u0001' },
          ],
        }),
      ],
      refusals: {
        ...batchRefusals((Id) => ({ Id, MessageBody: 'x' })),
        BatchRequestTooLong: ({ queueUrl }) => ({
          QueueUrl: queueUrl,
          Entries: ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) })),
        }),
      },
    },
    SetQueueAttributes: {
      answers: [({ queueUrl }) => ({ QueueUrl: queueUrl, Attributes: { DelaySeconds: '0' } })],
      refusals: {
        InvalidAddress: { ...badUrl, Attributes: {} },
        QueueDoesNotExist: { ...noQueue, Attributes: { DelaySeconds: '0' } },
        InvalidAttributeName: ({ queueUrl }) => ({ QueueUrl: queueUrl, Attributes: { toString: '0' } }),
        InvalidAttributeValue: ({ queueUrl }) => ({ QueueUrl: queueUrl, Attributes: { DelaySeconds: 'x' } }),
      },
      never: { OverLimit: 'ReceiveMessage has it; attributes have no such limit here' },
    },
    StartMessageMoveTask: {
      answers: [
        async ({ deadArn, queueArn, cloud, pass }) => {
          await pass(5);
          cloud.sqs.put(deadArn, { body: 'dead', senderId: 'a test' });
          return { SourceArn: deadArn, DestinationArn: queueArn, MaxNumberOfMessagesPerSecond: 10 };
        },
      ],
      refusals: {
        ResourceNotFoundException: { SourceArn: 'arn:aws:sqs:eu-west-1:000000000000:none' },
      },
      never: { InvalidAddress: 'it has no address' },
    },
  },
};
