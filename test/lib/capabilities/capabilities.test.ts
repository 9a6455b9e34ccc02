import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../lib/configuration/config.ts';
import type { Settings } from '../../../lib/configuration/settings.ts';
import { account } from '../synthesize.ts';

/** The settings of one environment with overrides. The common configuration turns two capabilities on. */
function settingsWith(overrides: object): Settings | undefined {
  const environments = [{ name: 'prod', account, region: 'eu-central-1', overrides }];
  const [deployment] = readConfig({ groups: groupsOf('web'), inventory: {}, environments });
  return deployment?.settings;
}

const groupsOf = (name: string) => ({ [name]: { tags: { Role: [name] } } });

describe('a capability', () => {
  it('is off unless the configuration gives it', () => {
    expect(settingsWith({})).toMatchObject({ patching: null, sessions: null });
  });

  it('is on in an environment that does not mention it, as for all', () => {
    expect(settingsWith({})?.groups).toEqual(groupsOf('web'));
  });

  it('is replaced as a whole by an environment', () => {
    expect(settingsWith({ groups: groupsOf('batch') })?.groups).toEqual(groupsOf('batch'));
  });

  it('is turned off by an environment with null, and on with {}', () => {
    expect(settingsWith({ inventory: null })?.inventory).toBeNull();
    expect(settingsWith({ sessions: {} })?.sessions).not.toBeNull();
  });
});
