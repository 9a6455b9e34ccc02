import type { MusterConfig } from '../../../../lib/configuration/config.ts';

/** Everything that the capability can do. */
export const hybridExample = {
  roles: ['OfficeMachines'],
  activations: {
    'branch-office': {
      ...{ limit: 20, expiresAfterHours: 72, nodeName: 'branch' },
      tags: { site: 'berlin', role: 'till' },
    },
    single: {},
  },
} satisfies MusterConfig['hybrid'];
