import type { MusterConfig } from '../../../../lib/configuration/config.ts';

/** The capability with everything on. */
export const remediationExample = {
  recorder: 'create',
  rules: {
    instanceManaged: { remediate: { when: 'automatically', dryRun: false } },
    instanceProfileAttached: { remediate: { attemptsMax: 5, retrySeconds: 3600 } },
    imdsv2: { remediate: { concurrencyPercent: 20, errorPercent: 50 } },
    associationCompliance: {},
    patchCompliance: {},
    requiredTags: { tags: { CostCenter: [], Environment: ['prod', 'test'] } },
    documentsNotPublic: {},
  },
} satisfies MusterConfig['remediation'];
