import { describe, expect, it } from 'vitest';
import { Trace, type TraceLine } from '../../src/core/trace.ts';

const lines: readonly TraceLine[] = [
  { atMs: 1, kind: 'call', fields: { operation: 'ssm:SendCommand', code: 'ok' } },
  { atMs: 2, kind: 'call', fields: { operation: 'ssm:SendCommand', code: 'InvalidInstanceId' } },
];

const hashOf = (...all: readonly TraceLine[]) => {
  const trace = new Trace();
  for (const line of all) trace.add(line);
  return trace.hash;
};

describe('the trace', () => {
  it('has the same hash for the same lines', () => {
    expect(hashOf(...lines)).toBe(hashOf(...lines));
    expect(hashOf(...lines)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['one line less', lines.slice(1)],
    ['the lines in another order', [...lines].reverse()],
    ['another moment', lines.map((line) => ({ ...line, atMs: line.atMs + 1 }))],
    ['another kind', lines.map((line) => ({ ...line, kind: 'other' }))],
    [
      'another value',
      lines.map((line) => ({ ...line, fields: { ...line.fields, code: 'ThrottlingException' } })),
    ],
    ['one line twice', [...lines, ...lines.slice(1)]],
  ])('has a different hash for %s', (_, others) => {
    expect(hashOf(...others)).not.toBe(hashOf(...lines));
  });

  it('can be hashed at any time, and continues', () => {
    const trace = new Trace();
    const hashes = lines.map((line) => {
      trace.add(line);
      expect(trace.hash).toBe(trace.hash);
      return trace.hash;
    });
    expect(new Set(hashes).size).toBe(2);
    expect(hashes.at(-1)).toBe(hashOf(...lines));
  });

  it('hashes a long run as it hashes a short one', () => {
    const many = Array.from({ length: 5000 }, (_, atMs) => ({ atMs, kind: 'tick', fields: { atMs } }));
    const changed = many.map((line) => (line.atMs === 17 ? { ...line, kind: 'tock' } : line));
    expect(hashOf(...many)).toBe(hashOf(...many));
    expect(hashOf(...changed)).not.toBe(hashOf(...many));
  });

  it('passes every later line to every listener, in order', () => {
    const trace = new Trace();
    const heard: TraceLine[] = [];
    const [first, second] = lines;
    if (first === undefined || second === undefined) throw new Error('two lines are needed');
    trace.add(first);
    trace.listen((line) => heard.push(line));
    trace.add(second);
    expect(heard).toEqual([second]);
  });
});
