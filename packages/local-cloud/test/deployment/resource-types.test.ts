import { describe, expect, it } from 'vitest';
import { isRecord } from '../../src/core/is-record.ts';
import type { AssemblyStack } from '../../src/deployment/assembly.ts';
import { declaredTypes } from '../../src/deployment/declared-types.ts';
import { createStack, deleteStack, updateStack } from '../../src/deployment/deploy-stack.ts';
import { resourceTypes } from '../../src/deployment/resource-types.ts';
import { accountState } from '../account-state.ts';
import { codeOf, newCloud, stackOf, writeBundle } from '../cloud-bench.ts';
import type { TypeExample } from './managed-examples.ts';
import { declaredOnly, givenResources, typeExamples } from './type-examples.ts';

const names = typeExamples({}).map(({ type }) => type);

/** An account with what an example refers to, and the stack of the example. */
async function living(type: string, more: object = {}) {
  // A roll-back of a document gives it a version that it had before, which some say that AWS refuses.
  const { cloud } = newCloud({ ssm: { comparedVersions: 'latest' } });
  const folder = writeBundle('exports.handler = async () => undefined;');
  const example = typeExamples(codeOf(folder)).find((each) => each.type === type);
  if (example === undefined) throw new Error(`There is no example of ${type}.`);
  example.before?.(cloud);
  const needed = { ...givenResources(codeOf(folder)), ...example.needs };
  const stack = (properties: object, policies: object = {}) =>
    stackOf(
      {
        ...needed,
        ...brought(example, policies),
        Thing: { Type: type, Properties: { ...example.properties, ...properties }, ...policies },
      },
      [folder],
    );
  const given = stackOf(needed, [folder]);
  const without = await createStack(cloud, given, { declaredOnly });
  const state = accountState(cloud);
  const first = await updateStack(cloud, without.stack, stack(more));
  expect(first.failure).toBeUndefined();
  return { cloud, example, stack, state, given, first: first.stack };
}

/** What comes with an example. It stays in the account if the example does. */
function brought({ brings = {} }: TypeExample, policies: object): object {
  return Object.fromEntries(
    Object.entries(brings).map(([id, resource]) => [id, { ...resource, ...policies }]),
  );
}

describe.each(names)('the type %s', (type) => {
  it('can be removed from a stack, and nothing of it stays', async () => {
    const { cloud, given, first, state } = await living(type);
    expect(await updateStack(cloud, first, given)).toMatchObject({ status: 'UPDATE_COMPLETE', left: [] });
    expect(accountState(cloud)).toEqual(state);
  });

  it('changes in place and back, and keeps its id', async () => {
    const { cloud, example, stack, first } = await living(type);
    if (example.changed === undefined) return expect(example.replaced).toBeDefined();
    const state = accountState(cloud);
    const second = await updateStack(cloud, first, stack(example.changed));
    expect(second).toMatchObject({ status: 'UPDATE_COMPLETE', left: [] });
    expect(second.stack.resources.get('Thing')?.ref).toBe(first.resources.get('Thing')?.ref);
    if (!hidden.includes(type)) expect(accountState(cloud)).not.toEqual(state);
    await updateStack(cloud, second.stack, stack({}));
    expect(accountState(cloud)).toEqual(state);
  });

  it('is replaced by another physical resource, and the old one is removed at the end', async () => {
    const { cloud, example, stack, first, given, state } = await living(type);
    if (example.replaced === undefined) return expect(example.changed).toBeDefined();
    const { left, stack: next, status } = await updateStack(cloud, first, stack(example.replaced));
    expect([status, left]).toEqual(['UPDATE_COMPLETE', []]);
    expect(next.resources.get('Thing')?.ref).not.toBe(first.resources.get('Thing')?.ref);
    expect((await updateStack(cloud, next, given)).status).toBe('UPDATE_COMPLETE');
    expect(accountState(cloud)).toEqual(state);
  });

  it('takes its place again when the update that replaces it fails', async () => {
    const { cloud, example, stack, first } = await living(type);
    const state = accountState(cloud);
    const last = { Type: 'AWS::SSM::Parameter', DependsOn: ['Thing'], Properties: {} };
    const change = example.replaced ?? example.changed ?? {};
    const failing = stack(change);
    const Resources = { ...resourcesOf(failing), Last: { ...last, Properties: refused } };
    const { status, stack: back } = await updateStack(cloud, first, { ...failing, template: { Resources } });
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(accountState(cloud)).toEqual(state);
    expect(back.resources.get('Thing')?.ref).toBe(first.resources.get('Thing')?.ref);
  });

  it('stays in the account with Retain, and the outcome names it', async () => {
    const { cloud, given, stack, first } = await living(type);
    const kept = await updateStack(cloud, first, stack({}, { DeletionPolicy: 'Retain' }));
    const state = accountState(cloud);
    const { left } = await updateStack(cloud, kept.stack, given);
    const ref = first.resources.get('Thing')?.ref;
    expect(left.filter(({ logicalId }) => logicalId === 'Thing')).toEqual([
      { logicalId: 'Thing', type, ref, isRetained: true, reason: undefined },
    ]);
    expect(accountState(cloud)).toEqual(state);
  });

  it('is gone with its stack, and can be created again under another name', async () => {
    const { cloud, stack, first } = await living(type);
    expect(await deleteStack(cloud, first)).toMatchObject({ status: 'DELETE_COMPLETE', left: [] });
    expect(accountState(cloud)).toEqual(accountState(newCloud().cloud));
    const again = await createStack(cloud, stack({}), { declaredOnly });
    expect(again.status).toBe('CREATE_COMPLETE');
    expect(again.stack.stackId).not.toBe(first.stackId);
    const refs = ['GivenQueue', 'GivenRole'].map((id) => again.stack.resources.get(id)?.ref);
    expect(refs).not.toEqual(['GivenQueue', 'GivenRole'].map((id) => first.resources.get(id)?.ref));
  });
});

/** The types whose change the account state does not show. */
const hidden = [
  ...['AWS::Scheduler::ScheduleGroup', 'AWS::CDK::Metadata', 'AWS::KMS::Key', 'AWS::SNS::TopicPolicy'],
  ...Object.keys(declaredTypes),
];

/** A parameter that Systems Manager refuses. */
const refused = { Name: '/aws/reserved', Type: 'String', Value: 'v' };

function resourcesOf({ template }: AssemblyStack): object {
  const resources = isRecord(template) ? template['Resources'] : undefined;
  return isRecord(resources) ? resources : {};
}

const custom = typeExamples({}).flatMap(({ type, named }) => (named === undefined ? [] : [{ type, named }]));

describe.each(custom)('a name that a template gives to $type', ({ type, named }) => {
  it('is refused when another stack has it', async () => {
    const { cloud, stack, first } = await living(type, named);
    const second = { ...stack(named), stackName: 'Other' };
    const Resources = { Thing: { Type: type, Properties: propertiesOf(second) } };
    const { failure, status } = await createStack(
      cloud,
      { ...second, template: { Resources } },
      { declaredOnly },
    );
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(failure?.code).toBe('AlreadyExists');
    expect(failure?.message).toBe(`${Object.values(named)[0]} already exists in stack ${first.stackId}`);
  });

  it('is refused when the change needs replacing', async () => {
    const { cloud, example, stack, first } = await living(type, named);
    const state = accountState(cloud);
    const [property = '', name] = Object.entries(named)[0] ?? [];
    if (example.replaced === undefined || property in example.replaced) return;
    const { failure, status } = await updateStack(cloud, first, stack({ ...named, ...example.replaced }));
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failure?.message).toBe(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
    );
    expect(accountState(cloud)).toEqual(state);
  });
});

/** The properties of the example, without what needs another resource. */
function propertiesOf(stack: AssemblyStack): unknown {
  const thing = Object.entries(resourcesOf(stack)).find(([name]) => name === 'Thing')?.[1];
  return isRecord(thing)
    ? JSON.parse(JSON.stringify(thing['Properties']).replace(/\{"(Ref|Fn::GetAtt)":[^}]*\}/g, '"x"'))
    : {};
}

it('every type has an example', () => {
  expect(names.sort()).toEqual([...Object.keys(resourceTypes), ...Object.keys(declaredTypes)].sort());
});
