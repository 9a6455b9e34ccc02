import type { Call, Members, Replay } from './replay.ts';
import { queueWith } from './stacks-of-replays.ts';

const file = 'events/test_events';
const name = 'core.update-account-command';
const detail = { command: 'update-account', payload: { acc_id: '0a787ecb-4015', sf_id: 'baz' } };
const special = { ...detail, listsingle: ['HIGH'], listmulti: ['ACTIVE', 'INACTIVE'], valid: true };
const pattern = { source: [name], 'detail-type': [name], detail: { command: ['update-account'] } };
const entry = { Source: name, DetailType: name, Detail: JSON.stringify(detail) };

const put = (recorded: string, ...Entries: readonly Members[]): Call => [
  'events:PutEvents',
  { Entries },
  recorded,
];
const test = (recorded: string, Event: string, EventPattern = JSON.stringify({ source: ['a'] })): Call => [
  'events:TestEventPattern',
  { Event, EventPattern },
  recorded,
];
const replay = (tested: string, ...calls: readonly Call[]): Replay => ({ file, test: tested, calls });

const malformed = {
  STRING: 'this is a text',
  ARRAY: '["this", "is"]',
  MALFORMED_JSON: '{"malformed": "json"',
  SERIALIZED_STRING: '"this is a text"',
};

const entries: readonly Replay[] = [
  replay('TestEvents::test_put_events_without_source', put('put-events', { ...entry, Source: undefined })),
  replay('TestEvents::test_put_event_without_detail', put('put-events', { ...entry, Detail: undefined })),
  replay('TestEvents::test_put_event_without_detail_type', put('put-events', { ...entry, DetailType: '' })),
  ...Object.entries(malformed).map(([kind, Detail]) =>
    replay(`TestEvents::test_put_event_malformed_detail[${kind}]`, put('put-events', { ...entry, Detail })),
  ),
  replay(
    'TestEvents::test_put_event_with_too_big_detail',
    put('put-events-too-big-detail-error', {
      ...entry,
      Detail: JSON.stringify({ payload: ['p'.repeat(256 * 1024 - 17)] }),
    }),
  ),
  replay(
    'TestEvents::test_put_events_exceed_limit_ten_entries[default]',
    put('put-events-exceed-limit-error', ...Array.from({ length: 11 }, () => entry)),
  ),
  replay(
    'TestEventBus::test_put_events_nonexistent_event_bus',
    put('put-events', entry, { ...entry, EventBusName: 'not-there' }),
  ),
];

const rule = (properties: Members): Members => ({
  Rule: { Type: 'AWS::Events::Rule', Properties: { State: 'ENABLED', EventPattern: pattern, ...properties } },
});
const rules: readonly Replay[] = [
  {
    ...{ file, test: 'TestEventRule::test_put_list_with_prefix_describe_delete_rule[default]' },
    resources: rule({ Name: 'test-rule' }),
    calls: [
      ['events:ListRules', { NamePrefix: 'test-rule', EventBusName: 'default' }, 'list-rules'],
      ['events:DescribeRule', { Name: 'test-rule', EventBusName: 'default' }, 'describe-rule'],
    ],
  },
  replay('TestEventRule::test_describe_nonexistent_rule', [
    'events:DescribeRule',
    { Name: 'this-rule-does-not-exist' },
    'describe-not-existing-rule-error',
  ]),
  {
    ...{ file, test: 'TestEventTarget::test_put_list_remove_target[default]' },
    resources: {
      ...rule({ Targets: [{ Id: 'target-1', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }] }),
      Queue: queueWith(),
    },
    calls: [['events:ListTargetsByRule', { Rule: '{{Rule}}' }, 'list-targets']],
  },
];

/** A queue that gets the events that match, as an input transformer or a path makes them. */
const delivering = (target: Members): Members => ({
  Queue: queueWith(),
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Queue' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            ...{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' },
            Principal: { Service: 'events.amazonaws.com' },
          },
        ],
      },
    },
  },
  ...rule({ Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, ...target }] }),
});
const messages = ({ Messages: received }: Members) => received;
const delivered = (Detail: object, recorded: string): readonly Call[] => [
  put('=', { ...entry, Detail: JSON.stringify(Detail) }),
  ['pass', { seconds: 10 }],
  ['sqs:ReceiveMessage', { QueueUrl: '{{Queue}}' }, recorded, { part: messages }],
];

const paths = {
  userId: '$.detail.payload.acc_id',
  payload: '$.detail.payload',
  systemstring: '$.detail.awsAccountId',
  listsingle: '$.detail.listsingle',
  listmulti: '$.detail.listmulti',
  valid: '$.detail.valid',
};
const templates = [
  '{"method": "PUT", "path": "users-service/users/<userId>", "bod": <payload>}',
  '"Payload of <payload> with path users-service/users/<userId> and <userId>"',
  '{"id" : <userId>}',
  '{"id" : "<userId>"}',
  '{"method": "PUT", "path": "users-service/users/<userId>", "id": <userId>, "body": <payload>}',
  '{"method": "PUT", "path": "users-service/users/<userId>", "bod": [<userId>, "hardcoded"]}',
  '{"method": "PUT", "nested": {"level1": {"level2": {"level3": "users-service/users/<userId>"} } }, "bod": "<userId>"}',
  '"<listsingle> single list item"',
  '"<listmulti> multiple list items"',
  '{"singlelistitem": <listsingle>}',
  '"<listsingle> single list item <listmulti> multiple list items <systemstring> system account id <payload> payload <userId> user id"',
  '{"multi_replacement": "users/<userId>/second/<userId>"}',
  '"Command is <valid>!"',
];
const inputs: readonly Replay[] = templates.map((InputTemplate) => ({
  file: 'events/test_events_inputs',
  test: `TestInputTransformer::test_input_transformer_nested_keys_replacement[${InputTemplate}]`,
  resources: delivering({ InputTransformer: { InputPathsMap: paths, InputTemplate } }),
  calls: delivered(special, 'input-transformed-messages'),
}));

const invalid = [
  'this is valid json but not a dict',
  "{'bad': 'quotation'}",
  '{"not": closed mark"',
  '["not", "a", "dict", "but valid json"]',
];
const event = JSON.stringify({
  id: '1',
  source: 'a',
  account: '1',
  time: 't',
  region: 'r',
  'detail-type': 'd',
});
const patterns: readonly Replay[] = [
  ...invalid.map((text) =>
    replay(
      `TestEventPattern::test_invalid_json_event_pattern[${text}]`,
      test('invalid-pattern', event, text),
    ),
  ),
  replay('TestEventPattern::test_plain_string_payload', test('plain-string-payload-exc', 'plain string')),
  replay('TestEventPattern::test_invalid_event_payload', test('plain-string-payload-exc', '{"source": "a"}')),
  replay('TestEventPattern::test_array_event_payload', test('array-event-payload-exc', '["a"]')),
].map((each) => ({ ...each, file: 'events/test_events_patterns' }));

/** What was recorded of events, rules and what targets get. */
export const replaysOfEvents: readonly Replay[] = [...entries, ...rules, ...inputs, ...patterns];
