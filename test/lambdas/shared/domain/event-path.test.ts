import { describe, expect, it } from 'vitest';
import { eventPath, textAt } from '../../../../lambdas/shared/domain/event-path.ts';

const event = {
  resources: ['arn:one', 'arn:two'],
  detail: { 'instance-id': 'i-1', count: 3, nested: { list: [{ name: 'deep' }] }, none: null },
};

describe('the text at a path of an event', () => {
  it.each([
    ['$.detail.instance-id', 'i-1'],
    ['$.resources[1]', 'arn:two'],
    ['$.detail.nested.list[0].name', 'deep'],
    ['$.detail.count', '3'],
    ['$.detail.nested', undefined],
    ['$.detail.none', undefined],
    ['$.detail.absent.more', undefined],
    ['$.resources[7]', undefined],
    ['$.resources.length', undefined],
    ['$.toString', undefined],
  ])('%s is %s', (path, text) => {
    expect(eventPath.test(path)).toBe(true);
    expect(textAt(event, path)).toBe(text);
  });

  it.each(['detail', '$', '$.', '$..detail', '$.detail[*]', '$.detail[?(@.a)]'])('%s is no path', (path) => {
    expect(eventPath.test(path)).toBe(false);
  });
});
