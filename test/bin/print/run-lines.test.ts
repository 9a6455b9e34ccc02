import { describe, expect, it } from 'vitest';
import { labelsOf, planLines, resultLines, summaryLines } from '../../../bin/print/run-lines.ts';
import { aNode, aResult } from '../commands/run/nodes.ts';

describe('a label', () => {
  const labels = (names: readonly string[], columns?: number) => [
    ...labelsOf(
      names.map((name, index) => aNode(index, { name })),
      columns,
    ).values(),
  ];

  it('is the name, or the id of a node without one', () => {
    expect(labels(['web', ''])).toEqual(['web', aNode(1).instanceId]);
  });

  it('has the id beside it where nodes look alike', () => {
    const [first, second] = [aNode(0), aNode(1)];
    expect(labels(['web', 'web'])).toEqual([`web (${first.instanceId})`, `web (${second.instanceId})`]);
    const long = 'x'.repeat(80);
    expect(new Set(labels([`${long}1`, `${long}2`])).size).toBe(2);
  });

  it('takes a third of a narrow terminal', () => {
    expect(labels(['a-long-name-of-a-node'], 40)).toEqual(['a-long-name-…']);
  });
});

it('a plan of a document shows its parameters, with nothing that a terminal obeys', () => {
  const work = { kind: 'document', document: 'D', parameters: { A: ['\u001b[2J', 'b'] } } as const;
  const nodes = [aNode(1), aNode(2, { platform: 'Windows' })];
  expect(planLines('account a, eu-west-1', nodes, work)).toEqual([
    '2 nodes in account a, eu-west-1: 1 Linux, 1 Windows',
    '  document D',
    '    A: \\u001b[2J, b',
  ]);
});

it.each([
  [{}, 'with --log-group or --bucket the whole is kept'],
  [{ bucket: 'acme' }, `the whole is in s3://acme/c/${aNode(1).instanceId}`],
])('says of cut output where the whole is (%#)', (place, line) => {
  const { err } = resultLines(aResult({ isCut: true }), 'web', place);
  expect(err).toEqual([`web: the output is cut; ${line}`]);
});

it('names 20 nodes of an outcome, and how many more there are', () => {
  const results = Array.from({ length: 25 }, (_, index) =>
    aResult({ node: aNode(index), outcome: 'failed', detail: 'Failed' }),
  );
  const lines = summaryLines(results, labelsOf(results.map(({ node }) => node)), ['c']);
  expect(lines).toHaveLength(23);
  expect(lines.slice(-2)).toEqual(['  and 5 more (--json has all)', 'Command c']);
});
