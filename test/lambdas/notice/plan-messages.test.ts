import { describe, expect, it } from 'vitest';
import { planMessages } from '../../../lambdas/notice/plan-messages.ts';
import type { Notice } from '../../../lambdas/shared/domain/notice.ts';

const place = { partition: 'aws-cn', region: 'cn-north-1', accountId: '000000000000' };
const notice = (id: string, what = 'NoEndpoint', more: readonly string[] = []): Notice => ({
  ...{ topic: 'unmanaged', what, more, id },
});
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

describe('a message', () => {
  it('tells of all that share a cause, each once', () => {
    const [message, ...others] = planMessages(
      ['i-1', 'i-2', 'i-1'].map((id) => notice(id)),
      place,
    );
    expect(others).toEqual([]);
    expect(message).toEqual({
      ...{ topic: 'unmanaged', cause: 'unmanaged NoEndpoint', count: 2 },
      subject: 'Muster: 2 instances are unmanaged: NoEndpoint',
      body: [
        ...['2 instances are unmanaged: NoEndpoint.', '', 'i-1', 'i-2', '', 'All of them: muster unmanaged'],
        ...['i-1', 'i-2'].map(
          (id) =>
            `https://cn-north-1.console.amazonaws.cn/ec2/home?region=cn-north-1#InstanceDetails:instanceId=${id}`,
        ),
        'Account 000000000000, cn-north-1.',
      ].join('\n'),
    });
  });

  it('is apart for another place of the same cause', () => {
    const messages = planMessages(
      [notice('i-1', 'A', ['Where: x']), notice('i-2', 'A', ['Where: y'])],
      place,
    );
    expect(messages).toHaveLength(2);
  });

  it('names twenty, and counts the others', () => {
    const [{ body } = { body: '' }] = planMessages(
      numbers(300).map((id) => notice(`i-${id}`)),
      place,
    );
    expect(body.match(/^i-\d+$/gm)).toHaveLength(20);
    expect(body).toContain('and 280 more');
  });

  it('tells of twenty causes, the largest first, and counts the others in the last', () => {
    const many = numbers(30).flatMap((cause) =>
      numbers(cause + 1).map((id) => notice(`i-${cause}-${id}`, `Cause${cause}`)),
    );
    const messages = planMessages(many, place);
    expect(messages).toHaveLength(20);
    expect(messages[0]?.subject).toBe('Muster: 30 instances are unmanaged: Cause29');
    expect(messages.at(-1)?.subject).toBe('Muster: 11 other causes');
    expect(messages.reduce((sum, { count }) => sum + count, 0)).toBe(many.length);
  });

  it('keeps foreign text on its line, and its subject within what SNS takes', () => {
    const what = `Evil\r\nBcc: all\u001b[31m\u202e\u{1F600}${'x'.repeat(200)}`;
    const [{ subject, body } = { subject: '', body: '' }] = planMessages([notice('i-1', what)], place);
    expect(subject).toMatch(/^[ -~]{1,99}$/);
    expect(body.split('\n')[0]).toMatch(/^1 instance is unmanaged: Evil {2}Bcc: all \[31m /);
    for (const evil of ['\r', '\u001b', '\u202e']) expect(body).not.toContain(evil);
  });

  it('is none when there is nothing to tell', () => {
    expect(planMessages([], place)).toEqual([]);
  });
});
