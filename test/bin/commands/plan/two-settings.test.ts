import { expect, it } from 'vitest';
import { readDeployed, readPresent, readTemplate } from '../../../../bin/commands/plan/two-settings.ts';
import { synthesizeOnboarding } from '../../../lib/synthesize.ts';
import { assemblyFolder } from '../../../synthesized.ts';

it('the present settings are those of the template, but for what the deployment makes', () => {
  const excludeTags = [{ key: 'Owner', value: 'lab' }];
  const { onboarding, sweep } = readTemplate({ template: synthesizeOnboarding({ excludeTags }).toJSON() });
  expect(onboarding.documentVersions).toEqual({
    'Muster-InstallAgentLinux': 'made by the deployment',
    'Muster-InstallAgentWindows': 'made by the deployment',
  });
  expect(sweep.exclusions[0]).toEqual({ key: 'Owner', value: 'lab' });
  expect(onboarding.configuration).toMatch(/^[0-9a-f]{12}$/);
  expect([onboarding.exclusions, onboarding.configuration]).toEqual([sweep.exclusions, sweep.configuration]);
});

it('refuses an environment that the assembly does not have', () => {
  expect(() => readPresent(assemblyFolder(), 'mars')).toThrow(
    /has no stack of the onboarding for mars; there are: MusterOnboarding$/,
  );
});

it('refuses settings that another version of Muster has deployed, and says what to do', () => {
  expect(() => readDeployed({ onboard: { MUSTER_PROFILES: '[]' }, sweep: {} })).toThrow(
    /^the settings of the deployed functions are of another version of Muster: The environment lacks .* Plan with the version that is deployed/,
  );
});
