import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { synthesizeStack, withApp } from '../../synthesize.ts';
import { stackArn } from './stack-arn.ts';

const shop = { tags: { Application: ['shop'], Environment: ['prod', 'test'] } };
const groupOf = (group: object, names?: { prefix: string }) =>
  Object.values(
    synthesizeStack(`${names?.prefix ?? 'Muster'}Groups`, {
      groups: { shop: group },
      ...(names ? { names } : {}),
    }).findResources('AWS::ResourceGroups::Group'),
  )[0]?.['Properties'];

describe('a resource group', () => {
  it('of tags has the instances that have one of the values of every key', () => {
    expect(groupOf(shop).ResourceQuery).toEqual({
      Type: 'TAG_FILTERS_1_0',
      Query: {
        ResourceTypeFilters: ['AWS::EC2::Instance', 'AWS::SSM::ManagedInstance'],
        TagFilters: [
          { Key: 'Application', Values: ['shop'] },
          { Key: 'Environment', Values: ['prod', 'test'] },
        ],
      },
    });
  });

  it('of a stack has the instances that the stack declares', () => {
    expect(groupOf({ stack: stackArn }).ResourceQuery).toEqual({
      Type: 'CLOUDFORMATION_STACK_1_0',
      Query: { ResourceTypeFilters: ['AWS::EC2::Instance'], StackIdentifier: stackArn },
    });
  });

  it('has the prefix and its name, which others type', () => {
    expect(groupOf(shop).Name).toBe('Muster-shop');
    expect(groupOf(shop, { prefix: 'Acme' }).Name).toBe('Acme-shop');
  });

  it('may differ from another one only by a dash', () => {
    const template = synthesizeStack('MusterGroups', { groups: { 'web-app': shop, webapp: shop } });
    template.resourceCountIs('AWS::ResourceGroups::Group', 2);
  });

  it('is deployed before whatever has it as a target, and before nothing else', () => {
    const targets = { group: 'shop' };
    const fields: MusterConfig = {
      groups: { shop },
      inventory: { custom: { Rack: [{ targets, attributes: { Rack: 'A4' } }] } },
      patching: { windows: { nights: { schedule: 'cron(0 2 ? * SUN *)', operation: 'Scan', targets } } },
      associations: {},
      sessions: {},
    };
    withApp(fields, (app) => {
      const waiting = app
        .synth()
        .stacks.filter(({ dependencies }) => dependencies.some(({ id }) => id === 'MusterGroups'));
      expect(waiting.map(({ id }) => id).sort()).toEqual(['MusterInventory', 'MusterPatching']);
    });
  });
});

const forms =
  '{ tags: { <key>: [<value>, ...] } }, { inventory: { has | missing: <name of a marker> } } or { stack: <ARN of a stack> }';
const values = (count: number) => Array.from({ length: count }, (_, i) => `v${i}`);
const keys = (count: number) => Object.fromEntries(values(count).map((key) => [key, ['x']]));

describe('a group in muster.config.ts', () => {
  it('may have five tag keys and five values of each', () => {
    expect(problemsOf({ groups: { shop: { tags: keys(5) }, web: { tags: { a: values(5) } } } })).toEqual([]);
  });

  it.each([
    [
      'six tag keys',
      { tags: keys(6) },
      `groups.shop.tags: received ${JSON.stringify(keys(6)).slice(0, 77)}; allowed: at most 5 tag keys: a group of more can be no target`,
    ],
    [
      'six values of a key',
      { tags: { a: values(6) } },
      'groups.shop.tags.a: received ["v0","v1","v2","v3","v4","v5"]; allowed: at most 5 tag values: a group of more can be no target',
    ],
    ['no tag key', { tags: {} }, 'groups.shop.tags: received {}; allowed: at least one tag key'],
    ['neither tags nor a stack', {}, `groups.shop: received {}; allowed: one of ${forms}`],
    [
      'a stack by its name, which CloudFormation does not know it by',
      { stack: 'billing-prod' },
      'groups.shop.stack: received "billing-prod"; allowed: the ARN of a CloudFormation stack (aws cloudformation describe-stacks, StackId)',
    ],
  ])('refuses %s and says so', (_, group, problem) => {
    expect(problemsOf({ groups: { shop: group } })).toEqual([problem]);
  });

  it('refuses an empty section, which would be a stack without resources', () => {
    expect(problemsOf({ groups: {} })).toEqual([
      'groups: received {}; allowed: at least one group: there is no stack without resources',
    ]);
  });

  it('refuses tags beside a stack, and a malformed name', () => {
    const [both, ...more] = problemsOf({ groups: { shop: { ...shop, stack: stackArn } } });
    expect(more).toEqual([]);
    expect(both).toMatch(/^groups\.shop: received .*; allowed: one of \{ tags/);
    expect(problemsOf({ groups: { Shop: shop } })).toEqual([
      'groups.Shop: received "Shop"; allowed: the name of a group: lower-case letters, digits and dashes, at most 64',
    ]);
  });
});
