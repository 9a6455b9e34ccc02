import type { EventPattern } from 'aws-cdk-lib/aws-events';
import type { NoticesSettings } from './notices-schema.ts';

/** The settings that are about events of Systems Manager. */
type EventSetting = 'automations' | 'windows' | 'associations' | 'compliance';

/** The events of each setting: those that need a person (Systems Manager user guide, event examples). */
const noticedEvents: Readonly<Record<EventSetting, EventPattern>> = {
  automations: {
    detailType: ['EC2 Automation Execution Status-change Notification'],
    detail: { Status: ['Failed', 'TimedOut'] },
  },
  windows: {
    detailType: ['Maintenance Window Execution State-change Notification'],
    detail: { status: ['FAILED', 'TIMED_OUT', 'SKIPPED_OVERLAPPING'] },
  },
  associations: {
    detailType: ['EC2 State Manager Instance Association State Change'],
    detail: { status: ['Failed'] },
  },
  compliance: {
    detailType: ['Configuration Compliance State Change'],
    // Both ways: the entry of a node says the latest.
    detail: { 'compliance-type': ['Association', 'Patch'] },
  },
};

const eventSettings = ['automations', 'windows', 'associations', 'compliance'] as const;

/** The settings about events that are on, each with its pattern. */
export function eventsToTell(own: NoticesSettings): readonly (readonly [EventSetting, EventPattern])[] {
  return eventSettings
    .filter((setting) => own[setting])
    .map((setting) => [setting, { source: ['aws.ssm'], ...noticedEvents[setting] }] as const);
}
