import { describe, expect, it } from 'vitest';
import { cutStream, joinStreams } from '../../src/agent/step-output.ts';

const TITLE = '\n----------ERROR-------\n';

describe('the joined output of a step', () => {
  it('is both streams with a separator when they fit', () => {
    expect(joinStreams({ stdout: 'out', stderr: 'err' })).toBe(`out${TITLE}err`);
    expect(joinStreams({ stdout: 'out', stderr: '' })).toBe('out');
  });

  it('is half of each with a mark when both are long, in 2,500 bytes', () => {
    const joined = joinStreams({ stdout: 'o'.repeat(5000), stderr: 'e'.repeat(5000) });
    expect(joined).toBe(
      `${'o'.repeat(1215)}\n---Output truncated---${TITLE}${'e'.repeat(1215)}\n---Error truncated----`,
    );
    expect(joined).toHaveLength(2500);
  });

  it('gives to the long stream what the short one leaves', () => {
    const longError = joinStreams({ stdout: 'short', stderr: 'e'.repeat(5000) });
    expect(longError).toMatch(/^short\n-+ERROR-+\ne{2448}\n---Error truncated----$/);
    const longOut = joinStreams({ stdout: 'o'.repeat(5000), stderr: 'short' });
    expect(longOut).toMatch(/^o{2448}\n---Output truncated---\n-+ERROR-+\nshort$/);
    expect([longError.length, longOut.length]).toEqual([2500, 2500]);
  });

  it('is cut as soon as it has 2,500 bytes', () => {
    expect(joinStreams({ stdout: 'o'.repeat(2499), stderr: '' })).toBe('o'.repeat(2499));
    expect(joinStreams({ stdout: 'o'.repeat(2500), stderr: '' })).toMatch(
      /^o{2477}\n---Output truncated---$/,
    );
  });

  it('counts bytes and not letters', () => {
    expect(Buffer.byteLength(joinStreams({ stdout: 'ä'.repeat(1300), stderr: '' }))).toBeLessThan(2510);
    expect(joinStreams({ stdout: 'ä'.repeat(1300), stderr: '' })).toContain('Output truncated');
  });
});

describe('one stream', () => {
  it('has 24,000 bytes with a mark at the end', () => {
    expect(cutStream('x'.repeat(23_999))).toBe('x'.repeat(23_999));
    expect(cutStream('x'.repeat(30_000))).toBe(`${'x'.repeat(23_980)}--output truncated--`);
  });
});
