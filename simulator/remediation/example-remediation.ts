/** Every finding is remediated at once, and one that fails gets another attempt. */
const remediate = {
  ...{ when: 'automatically', dryRun: false, attemptsMax: 2 },
  ...{ concurrencyPercent: 100, errorPercent: 100 },
} as const;

const tagsOf = (keys: readonly string[]) => ({
  source: ['aws.tag'],
  'detail-type': ['Tag Change on Resource'],
  detail: { 'changed-tag-keys': keys, service: ['ec2'], 'resource-type': ['instance'] },
});

/** The event by which people of a run ask for a scan. */
export const scanWanted = { source: 'simulator', detailType: 'Scan Wanted' } as const;

/** The patch group that runbooks of a run set. */
export const simulatedGroup = 'simulated';

/**
 * What `muster.config.ts` may say of remediation: three rules that act by themselves, a trigger of somebody's own, and two
 * triggers that set each other off. Besides, two groups with a gate, and notices.
 */
export const exampleRemediation = {
  remediation: {
    recorder: 'create',
    rules: {
      instanceProfileAttached: { remediate },
      instanceManaged: { remediate: { ...remediate, runbook: 'GrantInstanceAccess' } },
      imdsv2: { remediate },
    },
    triggers: {
      scan: {
        pattern: { source: [scanWanted.source], 'detail-type': [scanWanted.detailType] },
        ...{ node: '$.detail.instanceId', runbook: 'PatchInstance' },
        parameters: { Operation: '$.detail.operation' },
      },
      leave: {
        ...{ pattern: tagsOf(['PatchGroup']), node: '$.resources[0]', runbook: 'LeavePatchGroup' },
        ...{ parameters: { PatchGroup: simulatedGroup }, perNodeDayMax: 2 },
      },
      join: {
        ...{ pattern: tagsOf(['PatchGroup']), node: '$.resources[0]', runbook: 'SetPatchGroup' },
        ...{ parameters: { PatchGroup: simulatedGroup }, perNodeDayMax: 2 },
      },
    },
  },
  notices: {},
  autoScaling: {
    groups: {
      'gated-careful': { otherwise: 'ABANDON', holdSecondsMax: 3000, heartbeatSeconds: 900 },
      'gated-generous': { otherwise: 'CONTINUE', holdSecondsMax: 2400, heartbeatSeconds: 600 },
    },
  },
} as const;
