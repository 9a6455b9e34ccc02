import type { MusterConfig } from '../../../../lib/configuration/config.ts';

/** The capability with everything on. */
export const sessionsExample = {
  idleMinutes: 15,
  maxMinutes: 480,
  encrypt: true,
  logGroup: { stream: true },
  logBucket: { prefix: 'sessions', retentionDays: 365 },
  runAs: { user: 'operator' },
  shellProfile: { linux: 'exec /bin/bash', windows: 'date' },
  access: {
    'web-admins': { tags: { App: ['web'], Stage: ['test', 'prod'] } },
    tunnels: {
      tags: { App: ['*'] },
      documents: ['AWS-StartPortForwardingSession', 'Muster-TailLog'],
    },
  },
  emails: ['security@example.com'],
} satisfies MusterConfig['sessions'];
