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
  triggers: {
    scan: {
      pattern: { source: ['shop.security'], 'detail-type': ['Patch Wanted'] },
      ...{ node: '$.detail.instanceId', runbook: 'PatchInstance', parameters: { Operation: 'Scan' } },
    },
    hello: {
      pattern: { source: ['aws.ec2'], detail: { state: ['running'] } },
      ...{ node: '$.detail.instance-id', document: 'AWS-RunShellScript', perNodeDayMax: 1 },
      parameters: { commands: 'echo hello' },
    },
    look: { pattern: { 'detail-type': [{ prefix: 'Shop' }] }, node: '$.resources[0]' },
  },
} satisfies MusterConfig['remediation'];
