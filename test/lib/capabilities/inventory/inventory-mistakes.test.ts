import { describe, expect, it } from 'vitest';
import { findInventoryMistakes } from '../../../../lib/capabilities/inventory/inventory-mistakes.ts';
import { account, otherAccount, problemsOf } from '../../configuration/config-problems.ts';
import { synthesize } from '../../synthesize.ts';

const name = 'acme-inventory';
const environment = (at: string, region: string, inventory: object, of = account) => ({
  ...{ name: at, account: of, region, overrides: { inventory } },
});
const central = (bucket: object) => environment('central', 'eu-central-1', { bucket: { name, ...bucket } });
const dublin = (sendTo: object = {}) =>
  environment(
    'dublin',
    'eu-west-1',
    { sendTo: { bucket: name, region: 'eu-central-1', ...sendTo } },
    otherAccount,
  );
const problems = (...environments: object[]) => problemsOf({ environments }, findInventoryMistakes);

describe('the inventory of several environments', () => {
  it('may go to the bucket of one that names the accounts and regions of the others', () => {
    const bucket = { accounts: [otherAccount], regions: ['eu-west-1'] };
    expect(problems(central(bucket), dublin())).toEqual([]);
    expect(problems(dublin(), central(bucket))).toEqual([]);
  });

  it('may go to a bucket that the configuration does not declare', () => {
    expect(problems(dublin())).toEqual([]);
    expect(problems(central({}), dublin({ bucket: 'other-inventory' }))).toEqual([]);
  });

  it('is refused when the bucket does not expect its account or its region', () => {
    expect(problems(central({}), dublin())).toEqual([
      `inventory.bucket.accounts: received [] in central; allowed: a list with "${otherAccount}", from which dublin sends`,
      'inventory.bucket.regions: received [] in central; allowed: a list with "eu-west-1", from which dublin sends',
    ]);
  });

  it('is refused when it names the wrong region for the bucket', () => {
    const bucket = { accounts: [otherAccount], regions: ['eu-west-1'] };
    expect(problems(central(bucket), dublin({ region: 'eu-west-1' }))).toEqual([
      'inventory.sendTo.region: received "eu-west-1" in dublin; allowed: eu-central-1, where central has the bucket',
    ]);
  });

  it('cannot leave its partition', () => {
    const sendTo = { bucket: name, region: 'eu-central-1' };
    expect(problems(central({}), environment('beijing', 'cn-north-1', { sendTo }))).toEqual([
      'inventory.sendTo.region: received "eu-central-1" in beijing; allowed: a region of aws-cn, as is cn-north-1',
    ]);
  });

  it('cannot use one bucket name in two environments, except in two partitions', () => {
    const inventory = { bucket: { name } };
    const regions = ['eu-central-1', 'us-east-1', 'cn-north-1'];
    const [frankfurt, virginia, beijing] = regions.map((region) => ({ name: region, account, region }));
    const of = (...environments: unknown[]) => problemsOf({ inventory, environments }, findInventoryMistakes);
    expect(of(frankfurt, virginia)).toEqual([
      `inventory.bucket.name: received "${name}" in eu-central-1 and us-east-1; allowed: a bucket of this name in one ` +
        'environment, and sendTo in the others',
    ]);
    expect(of(frankfurt, beijing)).toEqual([]);
    expect(of(frankfurt, { ...virginia, overrides: { inventory: null } })).toEqual([]);
    expect(problemsOf({ inventory }, findInventoryMistakes)).toEqual([]);
  });

  it('is checked before anything is synthesized', () => {
    expect(() => synthesize({ environments: [central({}), dublin()] })).toThrow(/from which dublin sends/);
  });
});
