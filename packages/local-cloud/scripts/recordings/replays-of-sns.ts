import type { Call, Members, Replay } from './replay.ts';

const file = 'sns/test_sns';
const to = { TopicArn: '{{Topic}}', Message: 'This is a test message' };
const publish = (input: Members, recorded: string): Call => ['sns:Publish', { ...to, ...input }, recorded];
const json = { MessageStructure: 'json' };

function replay(test: string, calls: readonly Call[]): Replay {
  return { file, test, resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: {} } }, calls };
}

const attribute = (name: string, value: Members) => ({ MessageAttributes: { [name]: value } });
const bytes = Buffer.from('123').toString('base64');
const text = { DataType: 'String', StringValue: '123' };

/** Attributes that are refused, by the name of the case. */
const wrong: Readonly<Record<string, Members>> = {
  missing_string_attr: attribute('attr1', { DataType: 'String', StringValue: '' }),
  fully_missing_string_attr: attribute('attr1', { DataType: 'String' }),
  fully_missing_data_type: attribute('attr1', { StringValue: 'value' }),
  missing_binary_attr: attribute('attr1', { DataType: 'Binary', BinaryValue: '' }),
  str_attr_binary_value: attribute('attr1', { DataType: 'String', BinaryValue: bytes }),
  int_attr_binary_value: attribute('attr1', { DataType: 'Number', BinaryValue: bytes }),
  binary_attr_string_value: attribute('attr1', { ...text, DataType: 'Binary' }),
  invalid_attr_string_value: attribute('attr1', { ...text, DataType: 'InvalidType' }),
  too_long_name: attribute('a'.repeat(257), text),
  invalid_name: attribute('a^*?', text),
  invalid_name_2: attribute('.abc', text),
  invalid_name_3: attribute('abc.', text),
  invalid_name_4: attribute('a..bc', text),
};
const prefixed = (DataType: string) => attribute('attr1', { DataType, StringValue: 'prefixed-1' });
const elsewhere = 'arn:aws:sns:eu-central-1:{{Account}}:topic';

/** What was recorded of Publish. */
export const replaysOfSns: readonly Replay[] = [
  replay('TestSNSPublishCrud::test_publish_wrong_arn_format', [
    publish({ TopicArn: 'randomstring' }, 'invalid-topic-arn'),
    publish({ TopicArn: 'randomstring:1' }, 'invalid-topic-arn-1'),
    publish({ TopicArn: '' }, 'empty-topic'),
  ]),
  replay('TestSNSPublishCrud::test_unknown_topic_publish', [
    publish({}, 'success'),
    publish({ TopicArn: '{{Topic}}-fake' }, 'error'),
  ]),
  replay('TestSNSPublishCrud::test_publish_with_empty_subject', [
    publish({}, 'response-without-subject'),
    publish({ Subject: '' }, 'response-with-empty-subject'),
  ]),
  replay('TestSNSPublishCrud::test_empty_sns_message', [publish({ Message: '' }, 'empty-msg-error')]),
  replay('TestSNSPublishCrud::test_publish_too_long_message', [
    publish({ Message: 'This is a test message'.repeat(12_000) }, 'error'),
    publish(
      {
        Message: 'a'.repeat(262_144 - 'attr1Number1'.length + 1),
        ...attribute('attr1', { DataType: 'Number', StringValue: '1' }),
      },
      'error-with-attrs',
    ),
  ]),
  replay('TestSNSPublishCrud::test_message_structure_json_exc', [
    publish({ ...json, Message: '{"sqs": "Test message"}' }, 'missing-default-key'),
    publish({ ...json, Message: '{"default": "This is a default message"} }' }, 'invalid-json'),
    publish({ ...json, Message: '{"default": "a", "default": "Duplicate"}' }, 'duplicate-json-keys'),
    publish({ ...json, Message: '{"default": {"object": "test"}}' }, 'key-is-not-string'),
  ]),
  replay('TestSNSPublishCrud::test_topic_publish_another_region', [
    publish({}, 'success'),
    publish({ TopicArn: elsewhere }, 'error'),
  ]),
  replay('TestSNSMultiRegions::test_cross_region_access', [
    publish({ TopicArn: elsewhere }, 'cross-region-publish-forbidden'),
  ]),
  replay(
    'TestSNSSubscriptionSQS::test_empty_or_wrong_message_attributes',
    Object.entries(wrong).map(([name, attributes]) => publish(attributes, name)),
  ),
  replay('TestSNSSubscriptionSQS::test_message_attributes_prefixes', [
    publish(prefixed('String.'), 'publish-error'),
    publish(prefixed('Stringprefixed'), 'publish-error-2'),
    publish(prefixed('String.prefixed'), 'publish-ok-1'),
    publish(prefixed('String.  prefixed.'), 'publish-ok-2'),
  ]),
];
