import type { MusterConfig } from '../../../../lib/configuration/config.ts';

/** The capability with everything on. */
export const patchingExample = {
  patchGroups: {
    web: {
      approveAfterDays: 3,
      isDefault: true,
      systems: {
        AMAZON_LINUX_2023: {
          rules: [
            {
              filters: { CLASSIFICATION: ['Security'], SEVERITY: ['Critical'] },
              approveAfterDays: 0,
              complianceLevel: 'CRITICAL',
            },
            {
              filters: { PRODUCT: ['*'] },
              approveUntil: '2026-06-30',
              complianceLevel: 'LOW',
              includeNonSecurity: true,
            },
          ],
          approved: ['curl-8.*'],
          approvedComplianceLevel: 'HIGH',
          approvedNonSecurity: true,
          rejected: ['kernel-livepatch*'],
          rejectedAction: 'BLOCK',
          sources: [
            {
              name: 'internal',
              products: ['AmazonLinux2023'],
              configuration:
                '[internal]\nname=internal\nbaseurl=https://packages.example.com/al2023\nenabled=1',
            },
          ],
        },
        UBUNTU: {
          rules: [{ filters: { PRIORITY: ['Required', 'Important'] }, complianceLevel: 'HIGH' }],
        },
        WINDOWS: { availableSecurityUpdates: 'NON_COMPLIANT' },
        MACOS: {},
      },
    },
    analytics: { systems: { AMAZON_LINUX_2: {} } },
  },
  windows: {
    'weekly-scan': { schedule: 'rate(7 days)', targets: { all: true }, operation: 'Scan' },
    'sunday-night': {
      schedule: 'cron(0 2 ? * SUN#2 *)',
      timeZone: 'Europe/Berlin',
      offsetDays: 3,
      durationHours: 5,
      cutoffHours: 2,
      targets: { patchGroups: ['web'] },
      operation: 'Install',
      reboot: 'NoReboot',
      hooks: { beforeInstall: 'Example-Drain', afterInstall: 'Example-Check', onExit: 'Example-Return' },
      concurrency: '20%',
      errors: '1',
      tasks: {
        backup: {
          automation: {
            document: 'AWS-CreateImage',
            parameters: { InstanceId: ['{{RESOURCE_ID}}'] },
            assumeRole: 'example-backup',
          },
          perInstance: true,
          priority: 5,
        },
        drain: {
          runCommand: {
            ...{ document: 'Example-Drain', version: '$LATEST', parameters: { Minutes: ['5'] } },
            ...{ timeoutSeconds: 600, comment: 'Drain before patching' },
          },
          ...{ priority: 6, atCutoff: 'CANCEL_TASK' },
        },
        announce: { lambda: { function: 'example-announce', payload: { text: 'patched' } } },
        verify: { stepFunctions: { stateMachine: 'example-verify', input: { window: 'sunday-night' } } },
      },
    },
    tagged: {
      schedule: 'at(2026-12-24T03:00:00)',
      targets: { tags: { Application: ['shop'], Environment: ['test'] } },
      operation: 'Install',
    },
    grouped: {
      schedule: 'cron(30 4 1 * ? *)',
      targets: { group: 'web' },
      operation: 'Install',
      atCutoff: 'CANCEL_TASK',
      enabled: true,
    },
  },
  output: {},
  notifications: { emails: ['patching@example.com'] },
  report: {},
} satisfies MusterConfig['patching'];
