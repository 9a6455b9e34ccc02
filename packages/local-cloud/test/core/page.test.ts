import { describe, expect, it } from 'vitest';
import { type PageRequest, readPageToken, takePage, writePageToken } from '../../src/core/page.ts';
import { ServiceError } from '../../src/core/service.ts';

const letters = ['a', 'b', 'c', 'd', 'e'];
const take = (input: PageRequest, request: unknown = 'all') => takePage(letters, input, { size: 2, request });

describe('a page', () => {
  it('has the requested size or the default, and a token while more follow', () => {
    const first = take({});
    expect(first.page).toEqual(['a', 'b']);
    const second = take({ ...first.next, MaxResults: 3 });
    expect(second.page).toEqual(['c', 'd', 'e']);
    expect(second.next).toEqual({});
  });

  it('has a token that returns the same page again', () => {
    const { next } = take({});
    expect(take(take(next).again).page).toEqual(['c', 'd']);
  });

  // botocore/paginate.py: "The same next token was received twice".
  it('never has the token of the call that asked for it, however often the page comes again', () => {
    let { NextToken } = take({}).next;
    for (let call = 0; call < 3; call++) {
      const { page, again } = take({ NextToken });
      expect([page, again.NextToken === NextToken]).toEqual([['c', 'd'], false]);
      ({ NextToken } = again);
    }
  });

  it('is not valid for another request', () => {
    const { NextToken } = take({}).next;
    expect(() => take({ NextToken }, 'others')).toThrow(
      expect.objectContaining({ code: 'InvalidNextToken' }),
    );
    expect(() => take({ NextToken: 'x' })).toThrow(ServiceError);
  });

  it('refuses a token with the error of its service', () => {
    const refuseToken = () => new ServiceError('ValidationError', 'Invalid Marker.');
    expect(() => readPageToken('x', 'all', refuseToken)).toThrow('Invalid Marker.');
    expect(readPageToken(writePageToken(7, 'all'), 'all', refuseToken)).toBe(7);
    expect(readPageToken(undefined, 'all', refuseToken)).toBe(0);
  });
});
