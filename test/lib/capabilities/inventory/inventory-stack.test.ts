import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { synthesizeStack } from '../../synthesize.ts';

type Inventory = NonNullable<MusterConfig['inventory']>;

const stackOf = (inventory: Inventory, fields: MusterConfig = {}) =>
  synthesizeStack('MusterInventory', { inventory, ...fields });
const associationOf = (name: string, inventory: Inventory, fields: MusterConfig = {}) =>
  Object.values(
    stackOf(inventory, fields).findResources('AWS::SSM::Association', {
      Properties: { AssociationName: name },
    }),
  )[0]?.['Properties'];
/** The singleton that gathers, with its parameters read. */
function gatheringOf(inventory: Inventory) {
  const found = Object.values(stackOf(inventory).findResources('Custom::MusterSingleton'));
  expect(found).toHaveLength(1);
  const properties = found[0]?.['Properties'];
  return { ...properties, Parameters: JSON.parse(properties.Parameters) };
}

describe('the gathering', () => {
  it('is one association of every node, for all types, twice a day', () => {
    stackOf({}).resourceCountIs('AWS::SSM::Association', 0);
    expect(gatheringOf({})).toMatchObject({
      ...{ Kind: 'sole-association', Purpose: 'inventory', Document: 'AWS-GatherSoftwareInventory' },
      Schedule: 'rate(12 hours)',
      Parameters: {
        applications: ['Enabled'],
        awsComponents: ['Enabled'],
        customInventory: ['Enabled'],
        instanceDetailedInformation: ['Enabled'],
        networkConfig: ['Enabled'],
        services: ['Enabled'],
        windowsRoles: ['Enabled'],
        windowsUpdates: ['Enabled'],
      },
    });
  });

  it.each([
    'applications',
    'awsComponents',
    'customInventory',
    'instanceDetailedInformation',
    'networkConfig',
    'services',
    'windowsRoles',
    'windowsUpdates',
  ] as const)('can leave out %s by itself', (type) => {
    const { Parameters } = gatheringOf({ types: { [type]: false } });
    const off = Object.entries(Parameters).filter(([, value]) => String(value) === 'Disabled');
    expect(off).toEqual([[type, ['Disabled']]]);
  });

  it('may run at another time', () => {
    expect(gatheringOf({ schedule: 'rate(1 day)' }).Schedule).toBe('rate(1 day)');
  });

  it('looks for files and registry keys when the configuration says where', () => {
    const { Parameters } = gatheringOf({
      files: [{ path: '/etc', patterns: ['*.conf', '*.cfg'], recursive: true }],
      windowsRegistry: [{ path: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Amazon', valueNames: ['AMIName'] }],
    });
    expect(JSON.parse(Parameters.files[0])).toEqual([
      { Path: '/etc', Pattern: ['*.conf', '*.cfg'], Recursive: true, DirScanLimit: 1000 },
    ]);
    expect(JSON.parse(Parameters.windowsRegistry[0])).toEqual([
      { Path: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Amazon', Recursive: false, ValueNames: ['AMIName'] },
    ]);
    expect(gatheringOf({}).Parameters).not.toHaveProperty('files');
  });
});

describe('custom inventory', () => {
  const custom = {
    Rack: [
      { targets: { tags: { Rack: ['A4'] } }, attributes: { Rack: 'A4', Room: 'North' } },
      { targets: { tags: { Rack: ['B1'] } }, attributes: { Rack: 'B1', Room: 'South' } },
    ],
  };

  it('brings no document and no association when there is none', () => {
    stackOf({}).resourceCountIs('AWS::SSM::Document', 0);
  });

  it('is written by a document of this stack, for Linux and Windows, with the values of each target', () => {
    const template = stackOf({ custom });
    const [id] = Object.keys(template.findResources('AWS::SSM::Document'));
    template.hasResourceProperties('AWS::SSM::Document', {
      Name: 'Muster-CustomInventory',
      UpdateMethod: 'NewVersion',
    });
    expect(associationOf('Muster-CustomRack-2', { custom })).toMatchObject({
      Name: { Ref: id },
      DocumentVersion: '$LATEST',
      Targets: [{ Key: 'tag:Rack', Values: ['B1'] }],
      Parameters: {
        TypeName: ['Rack'],
        Content: [Buffer.from('{"Rack":"B1","Room":"South"}').toString('base64')],
      },
    });
  });

  it('allows a type named like another one with a number', () => {
    const rack = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        ...{ targets: { tags: { Rack: [`${index}`] } }, attributes: { Rack: 'A4' } },
      }));
    const names = Object.values(
      stackOf({ custom: { Rack: rack(11), Rack1: rack(1) } }).findResources('AWS::SSM::Association'),
    ).map(({ Properties }) => Properties.AssociationName);
    expect(names).toEqual(expect.arrayContaining(['Muster-CustomRack-11', 'Muster-CustomRack1-1']));
  });

  it('fits what the document takes, whatever the configuration allows', () => {
    const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('');
    const attributes = { Text: printable.replace(/["\\{}]/g, '') };
    const wide = { Rack: [{ targets: { all: true as const }, attributes }] };
    const { Parameters } = associationOf('Muster-CustomRack-1', { custom: wide });
    const [document] = Object.values(stackOf({ custom: wide }).findResources('AWS::SSM::Document'));
    const declared = document?.['Properties'].Content.parameters;
    expect(Parameters.Content[0]).toMatch(new RegExp(declared.Content.allowedPattern));
    expect(JSON.parse(Buffer.from(Parameters.Content[0], 'base64').toString())).toEqual(attributes);
  });
});

describe('inventory in muster.config.ts', () => {
  const facts = (attributes: object) => ({ custom: { Rack: [{ targets: { all: true }, attributes }] } });
  const place = 'inventory.custom.Rack[0].attributes';
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`A${i}`, 'x']));

  it.each([
    [
      'a type whose name has a colon',
      { custom: { 'Custom:Rack': [] } },
      'inventory.custom.Custom:Rack: received "Custom:Rack"; allowed: letters and digits, at most 50, beginning with a capital',
    ],
    [
      'a type of no targets',
      { custom: { Rack: [] } },
      'inventory.custom.Rack: received []; allowed: a list of at least one { targets, attributes }',
    ],
    ['no attribute', facts({}), `${place}: received {}; allowed: at least one attribute`],
    [
      'a number',
      facts({ Rack: 4 }),
      `${place}.Rack: received 4; allowed: at most 256 printable ASCII characters, without quotes, backslashes and braces`,
    ],
    [
      'a value that Systems Manager would look up',
      facts({ Rack: '{{ssm:/secret}}' }),
      `${place}.Rack: received "{{ssm:/secret}}"; allowed: at most 256 printable ASCII characters, without quotes, backslashes and braces`,
    ],
    [
      'an attribute that is a column of every table',
      facts({ Region: 'north' }),
      `${place}: received {"Region":"north"}; allowed: other names than resourceid, capturetime, schemaversion, accountid, region, resourcetype, which every line has`,
    ],
    [
      'two attributes that are one column',
      facts({ Rack: '1', RACK: '2' }),
      `${place}: received {"Rack":"1","RACK":"2"}; allowed: names that differ by more than their case, which SQL does not know`,
    ],
    [
      '51 attributes',
      facts(many(51)),
      `${place}: received ${JSON.stringify(many(51)).slice(0, 77)}...; allowed: at most 50 attributes, as in the agent of Systems Manager`,
    ],
    [
      'custom inventory that nobody gathers',
      { ...facts({ Rack: 'A' }), types: { customInventory: false } },
      'inventory.types.customInventory: received false; allowed: true, since custom is given: nobody would gather it',
    ],
    [
      'a type that AWS does not gather',
      { types: { containers: true } },
      'inventory.types.containers: there is no such field; allowed: an object { applications?, awsComponents?, customInventory?, instanceDetailedInformation?, networkConfig?, services?, windowsRoles?, windowsUpdates? }',
    ],
    [
      'a key of the registry by its short name',
      { windowsRegistry: [{ path: 'HKLM\\SOFTWARE' }] },
      'inventory.windowsRegistry[0].path: received "HKLM\\\\SOFTWARE"; allowed: the path of a key, such as HKEY_LOCAL_MACHINE\\SOFTWARE\\Amazon',
    ],
    [
      'two destinations',
      { bucket: {}, sendTo: { bucket: 'acme-inventory', region: 'eu-west-1' } },
      'inventory.sendTo: received {"bucket":"acme-inventory","region":"eu-west-1"}; allowed: nothing beside a bucket: inventory goes to one place',
    ],
    [
      'a bucket that S3 would not make',
      { bucket: { name: 'Acme_Inventory' } },
      'inventory.bucket.name: received "Acme_Inventory"; allowed: the name of a bucket: 3 to 63 of a-z, 0-9, - and .',
    ],
    [
      'a limit below that of Athena',
      { bucket: { scanMegabytesMax: 9 } },
      'inventory.bucket.scanMegabytesMax: received 9; allowed: a whole number of megabytes from 10 to 1000000',
    ],
  ])('refuses %s and says so', (_, inventory, problem) => {
    expect(problemsOf({ inventory })).toEqual([problem]);
  });
});
