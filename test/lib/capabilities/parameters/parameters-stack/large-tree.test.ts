import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../../configuration/config-problems.ts';
import { synthesizeStack } from '../../../synthesize.ts';
import { deploy, ofType, place } from '../deployed.ts';

/** This many things of a kind, by name. */
const many = <T>(count: number, value: (index: number) => T) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, value(index)]));
const secrets = (count: number) => many(count, () => ({ secret: true as const }));
const references = (count: number) => many(count, (index) => ({ secretsManager: `s${1e9 + index}` }));
const sizeOf = (document: unknown) => JSON.stringify(document).length;

describe('a tree that is too large', () => {
  const problems = (parameters: object) =>
    problemsOf({ parameters: { tree: { retail: { shop: { prod: parameters } } } } });

  it('has more parameters than a stack may have resources', () => {
    expect(problems(secrets(463))).toEqual([]);
    expect(problems(secrets(464))).toEqual([
      'parameters.tree: received "471 resources"; allowed: at most 470, as the stack takes: one for each parameter, four for each environment, one for each application and two more for its secrets',
    ]);
  });

  it('refers to more secrets of Secrets Manager than the policy to read them can name', () => {
    expect(problems(references(25))).toEqual([]);
    expect(problems(references(26))).toEqual([
      'parameters.tree.retail.shop.prod: received "26 references to Secrets Manager"; allowed: about 20: the policy to read them names each, and IAM takes no longer one',
    ]);
  });
});

describe('a large tree', () => {
  /**
   * 20 applications with 300 secrets, and one that refers to as many secrets of Secrets Manager as allowed.
   */
  const resources = deploy(
    {
      retail: {
        ...many(20, () => ({ prod: secrets(15) })),
        web: { ['e'.repeat(64)]: references(25) },
      },
    },
    { ...place, partition: 'aws-us-gov', region: 'us-gov-west-1' },
  );
  const policies = ofType(resources, 'AWS::IAM::ManagedPolicy');

  it('is a stack that CloudFormation accepts', () => {
    expect(resources.length).toBeLessThanOrEqual(500);
  });

  it("has policies that IAM accepts: at most 6,144 characters, and ten beside the role's own", () => {
    const sizes = policies.map(({ properties }) => sizeOf(properties['PolicyDocument']));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(6144);
    const ofCreator = policies.filter(({ id }) => id.startsWith('SecureCreator'));
    expect(ofCreator.length).toBeLessThanOrEqual(10);
  });
});

it('an application of many environments has a rule that EventBridge accepts: at most 4,096 characters', () => {
  const environments = Array.from({ length: 30 }, (_, index) => [`${'e'.repeat(60)}${index}`, { host: 'h' }]);
  const resources = deploy({ retail: { shop: Object.fromEntries(environments) } });
  const sizes = ofType(resources, 'AWS::Events::Rule').map(({ properties }) =>
    sizeOf(properties['EventPattern']),
  );
  expect(Math.max(...sizes)).toBeLessThanOrEqual(4096);
});

it('secrets are made ten at a time, because Parameter Store takes three calls a second', () => {
  const tree = { retail: { shop: { prod: secrets(25) } } };
  const template = synthesizeStack('MusterParameters', { parameters: { tree } });
  const made = Object.entries(template.findResources('Custom::MusterSecureParameter'));
  const waitsFor = made.map(([, { DependsOn }]) => made.findIndex(([id]) => [DependsOn].flat().includes(id)));
  expect(waitsFor).toEqual([...Array(10).fill(-1), ...Array.from({ length: 15 }, (_, index) => index)]);
});
