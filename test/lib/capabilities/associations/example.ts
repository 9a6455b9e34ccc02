import type { MusterConfig } from '../../../../lib/configuration/config.ts';

/** The capability with everything on. */
export const associationsExample = {
  updateAgent: { schedule: 'cron(0 3 ? * SUN *)', waitForSchedule: true, output: true },
  backstop: { concurrency: '5%', errors: '2%', complianceSeverity: 'HIGH' },
  named: {
    'harden-web': {
      document: 'AWS-RunShellScript',
      parameters: {
        commands: ['chmod 600 /etc/shadow', 'sysctl -w net.ipv4.ip_forward=0'],
        executionTimeout: '600',
      },
      targets: { group: 'web' },
      schedule: 'rate(30 minutes)',
      concurrency: '10',
      errors: '0',
      complianceSeverity: 'CRITICAL',
      output: true,
    },
    'join-domain': {
      document: 'AWS-JoinDirectoryServiceDomain',
      parameters: { directoryId: 'd-1234567890', directoryName: 'corp.example.com' },
      targets: { tags: { Domain: ['corp'] } },
    },
  },
  outputDays: 30,
} satisfies MusterConfig['associations'];
