import type { MusterConfig } from '../../../../lib/configuration/config.ts';

/** Everything that the capability can do. */
export const autoScalingExample = {
  groups: {
    'shop-web': { otherwise: 'ABANDON', holdSecondsMax: 7200, heartbeatSeconds: 900 },
    'shop/jobs': { otherwise: 'CONTINUE' },
  },
} satisfies MusterConfig['autoScaling'];
