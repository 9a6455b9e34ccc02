import { describe, expect, it } from 'vitest';
import { findScanMistakes } from '../../../../lib/capabilities/patching/scan-mistakes.ts';
import { problemsOf } from '../../configuration/config-problems.ts';

const scanning = (targets: object, document = 'AWS-RunPatchBaseline') => ({
  associations: { named: { scan: { document, targets } } },
});
const windowFor = (targets: object, operation = 'Scan') => ({
  patching: { windows: { weekly: { schedule: 'rate(7 days)', targets, operation } } },
});
const problems = (input: object) => problemsOf(input, findScanMistakes);
const inGroup = { tags: { PatchGroup: ['default'] } };

describe('an association that looks for patches', () => {
  it.each([
    ['every node', scanning({ all: true }), windowFor({ tags: { Stage: ['test'] } })],
    ['a patch group', scanning(inGroup), windowFor({ all: true })],
    ['the same patch group', scanning(inGroup), windowFor({ patchGroups: ['default'] })],
  ])(
    'is refused for %s that a window scans: the last result would overwrite the other',
    (_, own, windows) => {
      expect(problems({ ...own, ...windows })).toEqual([
        'associations.named.scan.document: received "AWS-RunPatchBaseline"; allowed: any other while patching.windows.weekly scans the same instances: a second scan overwrites the first',
      ]);
    },
  );

  it.each([
    ['no window scans', scanning({ all: true }), windowFor({ all: true }, 'Install')],
    ['patching is off', scanning({ all: true }), {}],
    ['the window is for others', scanning(inGroup), windowFor({ tags: { PatchGroup: ['web'] } })],
    ['it runs something else', scanning({ all: true }, 'AWS-RunShellScript'), windowFor({ all: true })],
  ])('is accepted when %s', (_, own, windows) => {
    expect(problems({ ...own, ...windows })).toEqual([]);
  });
});

it('an association that looks for patches is refused while patching.scan is named', () => {
  expect(problems({ ...scanning(inGroup), patching: { scan: {} } })).toEqual([
    'associations.named.scan.document: received "AWS-RunPatchBaseline"; allowed: any other while patching.scan scans every node: a second scan overwrites the first',
  ]);
});

describe('an association that installs patches', () => {
  const running = (Operation: string | readonly string[]) => ({
    associations: {
      named: { patch: { document: 'AWS-RunPatchBaseline', targets: inGroup, parameters: { Operation } } },
    },
  });

  it.each([
    ['Install', '"Install"'],
    [['Install'], '["Install"]'],
  ])('is refused, because it would install on nodes of EMR: %s', (operation, shown) => {
    expect(problems(running(operation))).toEqual([
      `associations.named.patch.parameters.Operation: received ${shown}; allowed: Scan; patches are installed by patching.windows, which spare the nodes of EMR`,
    ]);
  });

  it('is accepted when it only scans', () => {
    expect(problems(running('Scan'))).toEqual([]);
  });
});
