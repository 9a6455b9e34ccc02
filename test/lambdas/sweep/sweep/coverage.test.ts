import { describe, expect, it } from 'vitest';
import { idOf } from '../../builders.ts';
import { coverage, existing, type Facts } from '../sweep-census.ts';

describe('coverage', () => {
  const at = (number: number) => ({ instanceId: idOf(number) });
  const facts: Facts = {
    instances: [at(1), at(2), at(3), at(4), at(5), { ...at(6), state: 'stopped' }, { ...at(7), ...existing }],
    managed: [at(1), { ...at(2), isOnline: false }, at(6), at(9)],
    entries: [
      { ...at(1), status: 'onboarded' },
      { ...at(2), status: 'onboarded' },
      { ...at(3), status: 'unmanaged', reason: 'NoInstanceProfile' },
      { ...at(4), status: 'unmanaged', reason: 'NoInstanceProfile' },
      { ...at(5), status: 'unmanaged', reason: 'MetadataOff' },
      { ...at(6), status: 'onboarded' },
      { ...at(8), status: 'unmanaged', reason: 'MetadataOff' },
    ],
  };

  it('counts those that run: managed, onboarded, silent, left alone, and unmanaged by cause', () => {
    expect(coverage(facts)).toEqual({
      running: 6,
      managed: 1,
      onboarded: 2,
      notAdopted: 1,
      silent: 1,
      drifted: 0,
      unmanagedByCause: { NoInstanceProfile: 2, MetadataOff: 1 },
    });
  });

  it('counts onboarded instances as managed when only unmanaged ones were asked about', () => {
    expect(coverage({ ...facts, isManagedListWhole: false })).toMatchObject({ managed: 2, silent: 0 });
  });

  it('of nothing is nothing', () => {
    expect(coverage({})).toEqual({
      running: 0,
      managed: 0,
      onboarded: 0,
      notAdopted: 0,
      silent: 0,
      drifted: 0,
      unmanagedByCause: {},
    });
  });
});
