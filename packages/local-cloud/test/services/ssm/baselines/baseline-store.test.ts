import { expect, test } from 'vitest';
import { newCloud } from '../../../cloud-bench.ts';

const properties = { Name: 'mine', OperatingSystem: 'UBUNTU', PatchGroups: ['web'] };
const start = () => newCloud().cloud.ssm.baselines;

test('every system has a default of AWS at first, with an ARN', () => {
  const store = start();
  expect(store.all()).toHaveLength(15);
  expect(store.all().every(({ id, operatingSystem }) => store.defaultOf(operatingSystem) === id)).toBe(true);
  expect(store.defaultOf('UBUNTU')).toMatch(/^arn:aws:ssm:eu-west-1:1{12}:patchbaseline\/pb-[0-9a-f]{17}$/);
});

test('a group has one baseline of a system', () => {
  const store = start();
  const id = store.declare(properties);
  expect(() => store.declare({ ...properties, Name: 'other' })).toThrow('already has a baseline');
  store.declare({ ...properties, OperatingSystem: 'DEBIAN' });
  store.update(id, { ...properties, PatchGroups: [] });
  store.declare({ ...properties, Name: 'other' });
});

test('a default cannot be deleted, and an update does not end it', () => {
  const store = start();
  const ofAws = store.defaultOf('UBUNTU');
  const id = store.declare({ ...properties, DefaultBaseline: true });
  store.update(id, { ...properties, DefaultBaseline: false });
  expect(store.defaultOf('UBUNTU')).toBe(id);
  expect(() => store.remove(id)).toThrow('is a default baseline');
  store.register(ofAws);
  store.remove(id);
  expect(store.groups.size).toBe(0);
});

test.each([
  [{ Name: 'x' }],
  [{ ...properties, OperatingSystem: 'FEDORA' }],
  [{ ...properties, ApprovedPatches: Array.from({ length: 51 }, () => 'x') }],
])('refuses %j', (wrong) => {
  expect(() => start().declare(wrong)).toThrow();
});
