import { expect, it } from 'vitest';
import { patchReportSettings } from '../../../lambdas/patch-report/patch-report-settings.ts';
import { readSettings } from '../../../lambdas/shared/runtime/read-settings.ts';

it('the settings are where the report goes and what is outdated', () => {
  const environment = { MUSTER_REPORT_BUCKET: 'reports', MUSTER_OUTDATED_AFTER_DAYS: '14' };
  expect(readSettings(patchReportSettings, environment)).toEqual({
    reportBucket: 'reports',
    outdatedAfterDays: 14,
  });
});
