import type { MusterConfig } from '../../../../lib/configuration/config.ts';

/** The capability with everything on. */
export const noticesExample = {
  emails: ['platform@example.com'],
  everyMinutes: 30,
  opsItems: true,
} satisfies MusterConfig['notices'];
