import { describe, expect, it } from 'vitest';
import type { ParameterVersion } from '../../../../bin/commands/parameters/parameter-versions.ts';
import { compareTree, compareVersions } from '../../../../bin/commands/parameters/parameters-diff.ts';
import { readApplications } from '../../../../lib/capabilities/parameters/parameter-tree.ts';
import { parameters } from '../../../../lib/capabilities/parameters/parameters-schema.ts';

const name = '/retail/shop/prod/x';
const aVersion = (fields: Partial<ParameterVersion> = {}): ParameterVersion => ({
  name,
  version: 1,
  labels: [],
  type: 'String',
  value: 'v',
  changedAt: '2026-01-01T00:00:00.000Z',
  changedBy: 'arn:aws:iam::x:user/a',
  description: '',
  tier: 'Standard',
  allowedPattern: '',
  policies: '',
  dataType: 'text',
  ...fields,
});
/** A SecureString that was not decrypted. */
const aSecret = (fields: Partial<ParameterVersion> = {}): ParameterVersion => {
  const { value: _, ...rest } = aVersion({ type: 'SecureString', ...fields });
  return rest;
};

describe('two versions', () => {
  it('are the same if only their numbers, labels and authors differ', () => {
    const other = { version: 2, labels: ['a'], changedAt: '', changedBy: 'b' };
    expect(compareVersions(aVersion(), aVersion(other))).toEqual([]);
  });

  it('differ in each field that is set', () => {
    const other = { value: 'w', description: 'd', tier: 'Advanced', allowedPattern: '^w$' };
    expect(compareVersions(aVersion(), aVersion({ ...other, type: 'StringList', dataType: 'x' }))).toEqual([
      { field: 'type', before: 'String', after: 'StringList' },
      { field: 'value', before: 'v', after: 'w' },
      { field: 'tier', before: 'Standard', after: 'Advanced' },
      { field: 'description', before: '', after: 'd' },
      { field: 'allowedPattern', before: '', after: '^w$' },
      { field: 'dataType', before: 'text', after: 'x' },
    ]);
  });

  it('of a secret cannot be called the same without decryption', () => {
    expect(compareVersions(aSecret(), aSecret())).toEqual([
      { field: 'value', before: undefined, after: undefined },
    ]);
    const decrypted = aVersion({ type: 'SecureString' });
    expect(compareVersions(decrypted, decrypted)).toEqual([]);
  });
});

describe('the account and the configuration', () => {
  const compare = (declared: unknown, found: ParameterVersion | undefined) => {
    const { tree } = parameters.parse({ tree: { retail: { shop: { prod: { x: declared } } } } });
    const wanted = readApplications(tree).flatMap(({ paths }) => paths.flatMap((path) => path.parameters));
    return compareTree(wanted, new Map(found === undefined ? [] : [[found.name, found]]));
  };

  it('are the same when the parameter is as declared', () => {
    expect(compare('v', aVersion())).toEqual([]);
    expect(compare(['v', 'w'], aVersion({ type: 'StringList', value: 'v,w' }))).toEqual([]);
    expect(compare({ secretsManager: 's' }, aVersion({ value: '/aws/reference/secretsmanager/s' }))).toEqual(
      [],
    );
  });

  it('differ in a missing parameter, and in an undeclared one', () => {
    expect(compare('v', undefined)).toEqual([{ kind: 'missing', name }]);
    expect(compare('v', aVersion({ name: '/retail/shop/prod/y' }))).toEqual([
      { kind: 'missing', name },
      { kind: 'undeclared', name: '/retail/shop/prod/y' },
    ]);
  });

  it('differ in fields', () => {
    const declared = { value: 'w', description: 'd', allowedPattern: '^w$', tier: 'Advanced' };
    expect(compare(declared, aVersion())).toEqual([
      {
        kind: 'different',
        name,
        fields: [
          { field: 'value', before: 'v', after: 'w' },
          { field: 'tier', before: 'Standard', after: 'Advanced' },
          { field: 'description', before: '', after: 'd' },
          { field: 'allowedPattern', before: '', after: '^w$' },
        ],
      },
    ]);
  });

  it('may have either tier when Systems Manager chooses', () => {
    const declared = { value: 'v', tier: 'Intelligent-Tiering' };
    for (const tier of ['Standard', 'Advanced']) expect(compare(declared, aVersion({ tier }))).toEqual([]);
  });

  it('are compared without the values of secrets and of public parameters, which are not declared', () => {
    expect(compare({ secret: true }, aSecret())).toEqual([]);
    expect(compare({ secret: true, placeholder: 'p' }, aVersion({ type: 'SecureString' }))).toEqual([]);
    expect(compare({ publicParameter: '/aws/service/x' }, aVersion())).toEqual([]);
  });

  it('differ in a secret that is not encrypted', () => {
    expect(compare({ secret: true }, aVersion())).toEqual([
      { kind: 'different', name, fields: [{ field: 'type', before: 'String', after: 'SecureString' }] },
    ]);
  });
});
