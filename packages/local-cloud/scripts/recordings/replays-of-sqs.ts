import type { Call, Members, Replay } from './replay.ts';
import { queueWith } from './stacks-of-replays.ts';

const file = 'sqs/test_sqs';
const to = { QueueUrl: '{{Queue}}' };
const call = (operation: string, input: Members, recorded = '='): Call => [
  `sqs:${operation}`,
  { ...to, ...input },
  recorded,
];
const send = (input: Members, recorded?: string) => call('SendMessage', input, recorded);
const receive = (input: Members, recorded = '=', part?: (answer: Members) => unknown): Call => [
  ...(['sqs:ReceiveMessage', { ...to, ...input }, recorded] as const),
  part === undefined ? {} : { part },
];

function replay(test: string, calls: readonly Call[], queue: Members = {}): Replay {
  return { file, test: `TestSqsProvider::${test}`, resources: { Queue: queueWith(queue) }, calls };
}

const first = ({ Messages: messages }: Members) => (Array.isArray(messages) ? messages[0] : messages);
const text = (value: string) => ({ DataType: 'String', StringValue: value });
const numbered = (count: number, entry: (index: number) => Members) =>
  Array.from({ length: count }, (_, index) => entry(index));
const batch = (count: number) =>
  numbered(count, (index) => ({ Id: `message-${index}`, MessageBody: `messageBody-${index}` }));

/** The longest message, less the attribute that the recorded ones have. */
const oversized = (bytesMax: number) =>
  send(
    { MessageBody: 'a'.repeat(bytesMax - 'kStringx'.length + 1), MessageAttributes: { k: text('x') } },
    'send_oversized_message',
  );

const refusals: readonly Replay[] = [
  replay('test_send_receive_max_number_of_messages[sqs]', [
    receive({ MaxNumberOfMessages: 11 }, 'send_max_number_of_messages'),
  ]),
  replay('test_send_oversized_message[sqs]', [oversized(1_048_576)]),
  replay('test_send_message_with_updated_maximum_message_size[sqs]', [
    call('SetQueueAttributes', { Attributes: { MaximumMessageSize: '1024' } }),
    oversized(1024),
  ]),
  replay('test_send_message_batch_with_oversized_contents[sqs]', [
    call(
      'SendMessageBatch',
      {
        Entries: [
          { Id: '1', MessageBody: 'a'.repeat(1_048_576 - 8), MessageAttributes: { k: text('x') } },
          { Id: '2', MessageBody: 'a' },
        ],
      },
      'send_oversized_message_batch',
    ),
  ]),
  replay('test_too_many_entries_in_batch_request[sqs]', [
    call('SendMessageBatch', { Entries: batch(20) }, 'test_too_many_entries_in_batch_request'),
  ]),
  replay('test_invalid_batch_id[sqs]', [
    call('SendMessageBatch', { Entries: [{ Id: 'message:1', MessageBody: 'm' }] }, 'test_invalid_batch_id'),
  ]),
  ...['', 'testLongId'.repeat(10), 'invalid:id'].map((Id) =>
    replay(`test_delete_message_batch_invalid_msg_id[sqs-${Id}]`, [
      call('DeleteMessageBatch', { Entries: [{ Id, ReceiptHandle: 'testHandle1' }] }, 'error_response'),
    ]),
  ),
  replay('test_delete_message_batch_with_too_large_batch[sqs]', [
    call(
      'DeleteMessageBatch',
      { Entries: numbered(20, (index) => ({ Id: String(index), ReceiptHandle: 'h' })) },
      'error_response',
    ),
  ]),
  replay('test_change_message_visibility_batch_with_too_large_batch[sqs]', [
    call(
      'ChangeMessageVisibilityBatch',
      {
        Entries: numbered(20, (index) => ({ Id: String(index), ReceiptHandle: 'h', VisibilityTimeout: 123 })),
      },
      'error_response',
    ),
  ]),
  replay('test_send_message_with_empty_string_attribute[sqs]', [
    send({ MessageBody: 'test', MessageAttributes: { ErrorDetails: text('') } }, 'empty-string-attr'),
  ]),
  replay('test_successive_purge_calls_fail[sqs]', [
    call('PurgeQueue', {}),
    call('PurgeQueue', {}, 'purge_queue_error'),
  ]),
  replay('test_set_unsupported_attribute_standard[sqs]', [
    call('SetQueueAttributes', { Attributes: { FifoQueue: 'true' } }, 'invalid-attr-name-1'),
    call('SetQueueAttributes', { Attributes: { FifoQueue: 'false' } }, 'invalid-attr-name-2'),
  ]),
  replay('test_non_existent_queue', [
    call('GetQueueAttributes', { QueueUrl: '{{Queue}}-none' }, 'queue-does-not-exist'),
    ['sqs:GetQueueUrl', { QueueName: 'none' }, 'queue-does-not-exist-url'],
  ]),
  replay('test_send_receive_wait_time_seconds[sqs]', [
    receive({ WaitTimeSeconds: 21 }, 'recieve_message_error_too_large'),
    receive({ WaitTimeSeconds: -1 }, 'recieve_message_error_too_small'),
    send({ MessageBody: 'message' }),
    send({ MessageBody: 'message' }),
    receive({ MaxNumberOfMessages: 1 }, 'empty_short_poll_by_default_resp'),
    receive({ MaxNumberOfMessages: 1, WaitTimeSeconds: 0 }, 'empty_short_poll_explicit_resp'),
  ]),
  replay('test_send_empty_message[sqs]', [send({ MessageBody: '' }, 'send_empty_message')]),
  ...(
    [
      ['empty', ''],
      ['too_long', 'a'.repeat(129)],
      ['spaces', 'group 123'],
    ] as const
  ).map(([name, MessageGroupId]) =>
    replay(`test_send_message_to_standard_queue_with_invalid_message_group_id[${name}]`, [
      send({ MessageBody: 'message', MessageGroupId }, 'error-response'),
    ]),
  ),
];

const foo = [send({ MessageBody: 'msg', MessageAttributes: { Foo: text('Bar') } })];
const filtered = (names: 'AttributeNames' | 'MessageSystemAttributeNames') => [
  ...foo,
  receive({ [names]: ['All'] }, 'all_attributes'),
  receive({ [names]: ['All'], MessageAttributeNames: ['All'] }, 'all_system_and_message_attributes'),
  receive({ [names]: ['SenderId'] }, 'single_attribute'),
  receive({ [names]: ['SenderId', 'SequenceNumber'] }, 'multiple_attributes'),
];
const atOnce = { VisibilityTimeout: 0 };

const answers: readonly Replay[] = [
  replay(
    'test_change_message_visibility_after_visibility_timeout_expiration[sqs]',
    [
      send({ MessageBody: 'test' }),
      receive({}, '=received'),
      ['pass', { seconds: 2 }],
      call(
        'ChangeMessageVisibility',
        { ReceiptHandle: '{{#received.Messages.0.ReceiptHandle}}', VisibilityTimeout: 2 },
        'visibility_timeout_expired',
      ),
    ],
    { VisibilityTimeout: 1 },
  ),
  replay(
    'test_send_batch_message_size',
    [
      call(
        'SendMessageBatch',
        {
          Entries: [
            { Id: 'a4cff0d1-1961-44bd-ae53-c6d5ed71ed08', MessageBody: 'a'.repeat(1024) },
            { Id: '35b535ed-b76a-4ebd-b749-6eb35cdb55ee', MessageBody: 'a'.repeat(1025) },
          ],
        },
        'send-message-batch-result',
      ),
    ],
    { MaximumMessageSize: 1024 },
  ),
  replay(
    'test_receive_message_message_attribute_names_filters[sqs]',
    [
      send(
        {
          MessageBody: 'msg',
          MessageAttributes: { 'Help.Me': text('Me'), Hello: text('There'), General: text('Kenobi') },
        },
        'send_message_response',
      ),
      receive({ MessageAttributeNames: [] }, 'empty_filter'),
      receive({ MessageAttributeNames: ['All'] }, 'all_name'),
      receive({ MessageAttributeNames: ['*'] }, 'all_wildcard_asterisk', first),
      receive({ MessageAttributeNames: ['.*'] }, 'all_wildcard', first),
      receive({ MessageAttributeNames: ['Foo', 'Help'] }, 'only_non_existing_names', first),
      receive({ MessageAttributeNames: ['Hello', 'General'] }, 'only_existing', first),
      receive({ MessageAttributeNames: ['Foo', 'Hello'] }, 'existing_and_non_existing', first),
      receive({ MessageAttributeNames: ['Hel.*'] }, 'prefix_filter', first),
      receive({ MessageAttributeNames: ['AWS.'] }, 'illegal_name_1'),
      receive({ MessageAttributeNames: ['..foo'] }, 'illegal_name_2'),
    ],
    atOnce,
  ),
  replay('test_receive_message_attribute_names_filters[sqs]', filtered('AttributeNames'), atOnce),
  replay(
    'test_receive_message_message_system_attribute_names_filters[sqs]',
    filtered('MessageSystemAttributeNames'),
    atOnce,
  ),
  replay(
    'test_message_system_attribute_names_with_attribute_names[sqs]',
    [
      ...foo,
      receive({ MessageSystemAttributeNames: ['All'], AttributeNames: ['All'] }, 'same_values'),
      receive({ MessageSystemAttributeNames: ['All'], AttributeNames: ['SenderId'] }, 'different_values'),
    ],
    atOnce,
  ),
  replay('test_receive_empty_queue[sqs]', [
    receive({ MaxNumberOfMessages: 1, WaitTimeSeconds: 0 }, 'empty_short_poll_resp'),
    receive({ MaxNumberOfMessages: 1, WaitTimeSeconds: 1 }, 'empty_long_poll_resp'),
  ]),
  replay(
    'test_delete_after_visibility_timeout[sqs]',
    [
      send({ MessageBody: 'foobar' }),
      receive({}, '=received'),
      ['pass', { seconds: 1 }],
      call('DeleteMessage', { ReceiptHandle: '{{#received.Messages.0.ReceiptHandle}}' }),
      receive({}, 'delete_after_timeout_queue_empty'),
    ],
    { VisibilityTimeout: 1 },
  ),
  replay('test_fair_queue_with_message_group_id[sqs]', [
    send({ MessageBody: 'message', MessageGroupId: 'test' }, 'send_message'),
    receive({ AttributeNames: ['All'] }, 'get-message-with-deduplication-id'),
  ]),
  replay(
    'test_create_and_update_queue_attributes[sqs]',
    [
      call('GetQueueAttributes', { AttributeNames: ['All'] }, 'get_queue_attributes'),
      call('SetQueueAttributes', {
        Attributes: { MaximumMessageSize: '2048', VisibilityTimeout: '69', DelaySeconds: '420' },
      }),
      call('GetQueueAttributes', { AttributeNames: ['All'] }, 'get_updated_queue_attributes'),
    ],
    { MessageRetentionPeriod: 604_800, ReceiveMessageWaitTimeSeconds: 10, VisibilityTimeout: 20 },
  ),
];

/** What was recorded of standard queues. */
export const replaysOfSqs: readonly Replay[] = [...refusals, ...answers];
