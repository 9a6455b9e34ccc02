import { describe, expect, it } from 'vitest';
import { type MarkerReading, writeMarker } from '../../../lambdas/mark-installed/marker-reading.ts';
import {
  findOpenNodes,
  type MarkerCensus,
  planMarkers,
} from '../../../lambdas/mark-installed/plan-markers.ts';
import { hourMs, idOf, idsTo, minuteMs, nowMs } from '../builders.ts';

const marker = { name: 'antivirus', applications: ['clamav*'] };
const dayMs = 24 * hourMs;
const id = idOf(1);
const write = (reading: MarkerReading) => writeMarker(reading, 'Muster', 'antivirus');

function census(has: boolean, told?: MarkerReading, more: Partial<MarkerCensus> = {}): MarkerCensus {
  return {
    ...{ prefix: 'Muster', markers: [marker], nodeIds: new Set([id]), nowMs },
    holders: new Map([['antivirus', new Set(has ? [id] : [])]]),
    tags: new Map(told === undefined ? [] : [[id, { Name: 'x', ...write(told) }]]),
    ...more,
  };
}
const has = (fields: Partial<MarkerReading> = {}): MarkerReading => ({
  ...{ state: 'has', sinceMs: nowMs - dayMs },
  ...fields,
});
const hasNot = (fields: Partial<MarkerReading> = {}): MarkerReading => ({ ...has(fields), state: 'has-not' });

/** What is planned for the node, whose applications were captured at this time. */
function plan(of: MarkerCensus, capturedMs?: number) {
  const open = findOpenNodes(of);
  const captures = new Map(capturedMs === undefined ? [] : open.map((each) => [each, capturedMs]));
  const { writes, reasons, unknown } = planMarkers(of, captures);
  const [first] = writes;
  return { isOpen: open.length > 0, tags: first?.tags, reason: [...reasons.keys()][0], unknown };
}
const right = { isOpen: false, tags: undefined, reason: undefined, unknown: [] };

describe('a node without tags', () => {
  it('that has the application gets them at once, and nothing more is asked', () => {
    const tags = write({ state: 'has', sinceMs: nowMs });
    expect(plan(census(true))).toEqual({ ...right, tags, reason: 'first seen' });
  });

  it('that lacks it gets them when inventory knows its applications', () => {
    const tags = write({ state: 'has-not', sinceMs: nowMs });
    expect(plan(census(false), nowMs - dayMs)).toEqual({
      ...right,
      isOpen: true,
      tags,
      reason: 'first seen',
    });
  });

  it('that inventory does not know gets none, and is told', () => {
    expect(plan(census(false))).toEqual({ ...right, isOpen: true, unknown: [id] });
  });

  it('is one whose tags somebody wrote', () => {
    const tags = new Map([[id, { 'Muster-Marker-antivirus': 'yes' }]]);
    expect(plan(census(true, undefined, { tags })).reason).toBe('first seen');
  });
});

describe('a node with tags', () => {
  it.each([
    [true, has()],
    [false, hasNot()],
  ])('that are right (%s) is neither asked about nor changed', (holds, told) => {
    expect(plan(census(holds, told))).toEqual(right);
  });

  it.each([
    [false, has()],
    [true, hasNot()],
  ])('that inventory contradicts is doubted first, without a question (%s)', (holds, told) => {
    const tags = write({ ...told, doubtedMs: nowMs });
    expect(plan(census(holds, told))).toEqual({ ...right, tags, reason: 'doubted' });
  });

  const doubtedMs = nowMs - 5 * hourMs;
  const doubted = { ...right, isOpen: true };

  it('that is doubted stays so until a later capture', () => {
    expect(plan(census(false, has({ doubtedMs })), doubtedMs - 1)).toEqual(doubted);
    expect(plan(census(false, has({ doubtedMs })), doubtedMs + 15 * minuteMs)).toEqual(doubted);
  });

  it.each([
    [false, has({ doubtedMs }), 'has-not' as const],
    [true, hasNot({ doubtedMs }), 'has' as const],
  ])('that a later capture contradicts too changes, since the doubt (%s)', (holds, told, state) => {
    const tags = write({ state, sinceMs: doubtedMs });
    const answer = plan(census(holds, told), doubtedMs + 15 * minuteMs + 1);
    expect(answer).toEqual({ ...doubted, tags, reason: 'confirmed' });
  });

  it('changes after three days without another capture, and not before', () => {
    const reasonFor = (ms: number) =>
      plan(census(false, has({ doubtedMs: nowMs - ms })), nowMs - 9 * dayMs).reason;
    expect([reasonFor(3 * dayMs - 1000), reasonFor(3 * dayMs)]).toEqual([undefined, 'not contradicted']);
  });

  it('loses its doubt when inventory agrees again, and is not asked about', () => {
    const tags = write(has());
    expect(plan(census(true, has({ doubtedMs })))).toEqual({ ...right, tags, reason: 'no longer doubted' });
  });

  it('keeps them when inventory knows nothing of it any more', () => {
    expect(plan(census(false, has({ doubtedMs: nowMs - 9 * dayMs })))).toEqual({ ...doubted, unknown: [id] });
    expect(plan(census(false, hasNot()))).toEqual(right);
  });
});

it('nodes that get the same tags get them together, whatever the marker', () => {
  const markers = [marker, { name: 'backup', applications: ['restic'] }];
  const nodeIds = new Set(idsTo(3));
  const holders = new Map([
    ['antivirus', nodeIds],
    ['backup', new Set([idOf(3)])],
  ]);
  const of = { ...census(true), markers, nodeIds, holders };
  const captures = new Map([...nodeIds].map((each) => [each, nowMs]));
  const { writes, reasons } = planMarkers(of, captures);
  expect(writes.map((each) => each.nodeIds)).toEqual([[idOf(1), idOf(2)], [idOf(3)]]);
  expect(writes[0]?.tags).toMatchObject({
    'Muster-Marker-antivirus': 'has',
    'Muster-Marker-backup': 'has-not',
  });
  expect(reasons).toEqual(new Map([['first seen', 6]]));
  expect(findOpenNodes(of)).toEqual([idOf(1), idOf(2)]);
});
