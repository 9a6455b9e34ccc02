import { expect, it } from 'vitest';
import { markInstalledSettings } from '../../../lambdas/mark-installed/mark-installed-settings.ts';
import { readSettings } from '../../../lambdas/shared/runtime/read-settings.ts';

it('the settings are the prefix of the tags, what ARNs begin with, and the markers', () => {
  const markers = [{ name: 'antivirus', applications: ['clamav*'] }];
  const environment = {
    MUSTER_PREFIX: 'Muster',
    MUSTER_NODE_ARN_PREFIX: 'arn:',
    MUSTER_MARKERS: JSON.stringify(markers),
  };
  expect(readSettings(markInstalledSettings, environment)).toEqual({
    ...{ prefix: 'Muster', nodeArnPrefix: 'arn:', markers },
  });
});
