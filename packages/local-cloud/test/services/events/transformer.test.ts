import { describe, expect, test } from 'vitest';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { compileInput, type TargetInput } from '../../../src/services/events/transformer.ts';
import { accountId } from '../../accounts.ts';

const event = {
  version: '0',
  'detail-type': 'EC2 Instance State-change Notification',
  detail: {
    'instance-id': 'i-0123',
    state: 'running',
    count: 9,
    quote: 'say "hi"',
    names: ['a', 'b'],
    list: [{ k: 1 }, { k: 2 }, {}],
  },
};
const context = {
  ruleArn: `arn:aws:events:eu-west-1:${accountId}:rule/Running`,
  ruleName: 'Running',
  ingestedAtMs: Date.UTC(2026, 10, 21, 12),
};

function transform(input: TargetInput): string {
  return compileInput(input)(event, context) ?? nothing;
}

/** What stands for an event that is not delivered. */
const nothing = 'nothing is delivered';

function fill(template: string, paths: Record<string, string> = {}): string {
  return transform({ InputTransformer: { InputTemplate: template, InputPathsMap: paths } });
}

test('a target without input properties receives the event', () => {
  expect(JSON.parse(transform({}))).toEqual(event);
});

test('a constant input replaces the event', () => {
  expect(transform({ Input: '{"a": 1}' })).toBe('{"a": 1}');
});

test.each([
  ['$', event],
  ['$.detail.state', 'running'],
  ['$.detail.instance-id', 'i-0123'],
  ['$.detail.list[1]', { k: 2 }],
  ['$.detail.list[*].k', [1, 2]],
])('an input path %s selects part of the event as JSON', (path, expected) => {
  expect(JSON.parse(transform({ InputPath: path }))).toEqual(expected);
});

describe('templates', () => {
  const paths = {
    id: '$.detail.instance-id',
    state: '$.detail.state',
    count: '$.detail.count',
    none: '$.detail.none',
  };

  test('outside quotes a value is inserted as JSON, inside as text', () => {
    expect(fill('{"id": <id>, "text": "<id> is \\"<state>\\"", "n": [<count>, "<count>"]}', paths)).toBe(
      '{"id": "i-0123", "text": "i-0123 is \\"running\\"", "n": [9, "9"]}',
    );
  });

  test('text is not escaped inside quotes', () => {
    expect(fill('"<q>"', { q: '$.detail.quote' })).toBe('"say "hi""');
  });

  test('objects are inserted as JSON, and lose their quotes inside the quotes of a text, as recorded', () => {
    expect(fill('{"d": <d>}', { d: '$.detail.list[0]' })).toBe('{"d": {"k":1}}');
    expect(fill('"Of <d>"', { d: '$.detail.list[0]' })).toBe('"Of {k:1}"');
    expect(fill('"<d> first"\n"<id> second"', { ...paths, d: '$.detail.names' })).toBe(
      '"[a,b] first"\n"i-0123 second"',
    );
  });

  test.each([
    ['{"t": "<d>"}', '$.detail.list[0]'],
    ['{"t": "<d>"}', '$.detail.names'],
    ['{"path": "users/<d>", "d": <d>}', '$.detail.list[0]'],
    [' {"t": "<d>"}', '$.detail.quote'],
  ])(
    'a JSON template that makes invalid JSON delivers nothing, as recorded: %s with %s',
    (template, path) => {
      expect(fill(template, { d: path })).toBe(nothing);
    },
  );

  test('a variable whose path matches nothing is dropped, or is an empty text in JSON, as recorded', () => {
    expect(fill('"[<none>]"', paths)).toBe('"[]"');
    expect(fill('{"a": "<none>", "b": <none>}', paths)).toBe('{"a": "", "b": ""}');
  });

  test('predefined variables need no path', () => {
    const text = fill(
      '{"arn":<aws.events.rule-arn>,"name":<aws.events.rule-name>,"at":<aws.events.event.ingestion-time>,"all":<aws.events.event.json>,"envelope":<aws.events.event>}',
    );
    expect(JSON.parse(text)).toEqual({
      arn: context.ruleArn,
      name: 'Running',
      at: '2026-11-21T12:00:00.000Z',
      all: event,
      envelope: { version: '0', detailType: event['detail-type'] },
    });
  });
});

test.each([
  [
    { Id: 'T', Input: '{}', InputPath: '$' },
    'Only one of Input, InputPath, or InputTransformer must be provided for target T.',
  ],
  [{ Input: '{broken' }, 'JSON syntax error'],
  [{ InputTransformer: { InputTemplate: '' } }, '1 to 8192 characters, received 0'],
  [{ InputTransformer: { InputTemplate: 'x'.repeat(8193) } }, 'received 8193'],
  [
    { Id: 'T', InputTransformer: { InputTemplate: '<a>' } },
    'InputTemplate for target T contains invalid placeholder a.',
  ],
  [{ InputTransformer: { InputTemplate: 'x', InputPathsMap: { 'aws.x': '$' } } }, 'may not define "aws.x"'],
  [
    {
      InputTransformer: {
        InputTemplate: 'x',
        InputPathsMap: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`v${n}`, '$'])),
      },
    },
    'at most 100, received 101',
  ],
])('refuses %o', (input, message) => {
  expect(() => transform(input)).toThrow(message);
});

test.each(['detail', '$["detail"]', '$..state', '$.detail.*', '$.list[?(@.k)]', '$.list[-1]'])(
  'refuses the JSON path %s, which is not emulated',
  (path) => {
    expect(() => transform({ InputPath: path })).toThrow(NotEmulatedError);
  },
);

test('refuses an input path that matches nothing, because its result is unknown', () => {
  expect(() => transform({ InputPath: '$.detail.none' })).toThrow(NotEmulatedError);
});
