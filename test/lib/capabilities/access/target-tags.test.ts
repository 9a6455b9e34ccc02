import { describe, expect, it } from 'vitest';
import { targetTagKeys } from '../../../../lib/capabilities/access/target-tags.ts';
import { readConfig } from '../../../../lib/configuration/config.ts';

const keysFor = (config: object, more: readonly string[] = []) => {
  const [deployment] = readConfig({ profiles: [{ name: 'all', documents: {} }], excludeTags: [], ...config });
  return deployment === undefined ? [] : targetTagKeys(deployment.settings, more);
};
const patchGroups = ['Patch Group', 'PatchGroup'];

describe('the keys of targets', () => {
  it('are at least those of patch groups', () => {
    expect(keysFor({})).toEqual(patchGroups);
  });

  it('are those of profiles and exclusions', () => {
    const profiles = [
      { name: 'emr', tags: { 'aws:elasticmapreduce:job-flow-id': '*', Team: 'x' }, documents: {} },
      { name: 'all', documents: {} },
    ];
    expect(keysFor({ profiles, excludeTags: [{ key: 'muster:exclude' }] })).toEqual([
      ...patchGroups,
      'Team',
      'muster:exclude',
    ]);
  });

  it('are both tags of every marker', () => {
    const inventory = { markers: { antivirus: { application: 'clamav*' } } };
    expect(keysFor({ inventory })).toEqual([
      ...['Muster-Marker-antivirus', 'Muster-Marker-antivirus-since'],
      ...patchGroups,
    ]);
  });

  it('are those of session access, once each, and the additional ones', () => {
    const access = { a: { tags: { App: ['x'], Stage: ['y'] } }, b: { tags: { App: ['z'] } } };
    expect(keysFor({ sessions: { access } }, ['CostCenter', 'App'])).toEqual([
      'App',
      'CostCenter',
      ...patchGroups,
      'Stage',
    ]);
  });

  it('are those of every other section that names targets by tags, however deep', () => {
    const [deployment] = readConfig({});
    const windows = [{ targets: { tags: { Role: ['db'] } } }];
    // Through JSON, because the form of the section does not matter in this test.
    const settings = JSON.parse(JSON.stringify({ ...deployment?.settings, patching: { windows } }));
    expect(targetTagKeys(settings, [])).toContain('Role');
  });
});
