import { expect, it } from 'vitest';
import { parseTriggered } from '../../../lambdas/trigger/parse-triggered.ts';

const id = '11111111-2222-4333-8444-555555555555';
const record = (body: unknown) => ({ messageId: 'm-1', body: JSON.stringify(body) });

it('a record has the name of its trigger, and the event with all that it says', () => {
  const event = { id, source: 'aws.ssm', detail: { 'instance-id': 'i-1' } };
  expect(parseTriggered([record({ trigger: 'patch', event })])).toEqual({
    received: [{ messageId: 'm-1', content: { trigger: 'patch', eventId: id, event } }],
    unreadable: [],
  });
});

it.each([
  ['no trigger', { event: { id } }, 'trigger'],
  ['no event', { trigger: 'patch' }, 'event'],
  ['an event without an id', { trigger: 'patch', event: { id: 'x' } }, 'event.id'],
])('a record with %s is unreadable, and says where', (_, body, field) => {
  const { received, unreadable } = parseTriggered([record(body)]);
  expect(received).toEqual([]);
  expect(unreadable).toMatchObject([{ messageId: 'm-1', problem: expect.stringContaining(field) }]);
});
