import { describe, expect, it } from 'vitest';
import { type PageRequest, readPageToken, takePage, writePageToken } from '../../src/core/page.ts';
import { ServiceError } from '../../src/core/service.ts';

const letters = ['a', 'b', 'c', 'd', 'e'];
const take = (input: PageRequest, request: unknown = 'all') => takePage(letters, input, { size: 2, request });

describe('a page', () => {
  it('has the size that is asked for, or the usual one, and a token while more follow', () => {
    const first = take({});
    expect(first.page).toEqual(['a', 'b']);
    const second = take({ ...first.next, MaxResults: 3 });
    expect(second.page).toEqual(['c', 'd', 'e']);
    expect(second.next).toEqual({});
  });

  it('has a token of its own, which gives it again', () => {
    const { next } = take({});
    expect(take(take(next).again).page).toEqual(['c', 'd']);
  });

  it('of another request is not this one', () => {
    const { NextToken } = take({}).next;
    expect(() => take({ NextToken }, 'others')).toThrow(
      expect.objectContaining({ code: 'InvalidNextToken' }),
    );
    expect(() => take({ NextToken: 'x' })).toThrow(ServiceError);
  });

  it('refuses a token in the words of its service', () => {
    const refuseToken = () => new ServiceError('ValidationError', 'Invalid Marker.');
    expect(() => readPageToken('x', 'all', refuseToken)).toThrow('Invalid Marker.');
    expect(readPageToken(writePageToken(7, 'all'), 'all', refuseToken)).toBe(7);
    expect(readPageToken(undefined, 'all', refuseToken)).toBe(0);
  });
});
