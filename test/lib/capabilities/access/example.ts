import type { MusterConfig } from '../../../../lib/configuration/config.ts';

/** The capability with everything on. */
export const accessExample = {
  defaultHostManagement: {},
  blockPublicDocuments: true,
  protectedTags: { keys: ['CostCenter'], exceptRoles: ['platform-*', 'deploy/Pipeline'], atLaunch: true },
} satisfies MusterConfig['access'];
