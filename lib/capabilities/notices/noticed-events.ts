import type { EventPattern } from 'aws-cdk-lib/aws-events';
import type { NoticesSettings } from './notices-schema.ts';

/** The settings that are about events of Systems Manager. */
type EventSetting = 'automations' | 'windows' | 'associations' | 'compliance';

/** The events of each setting: those alone that need a person (Systems Manager user guide, event examples). */
const noticedEvents = {
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
    detail: { 'compliance-status': ['non_compliant'], 'compliance-type': ['Association', 'Patch'] },
  },
} as const satisfies Readonly<Record<EventSetting, EventPattern>>;

/** The settings about events that are on, each with its pattern. */
export function eventsToTell(own: NoticesSettings): readonly (readonly [EventSetting, EventPattern])[] {
  return Object.entries(noticedEvents).flatMap(([setting, { detailType, detail }]) => {
    const known = isEventSetting(setting) ? setting : undefined;
    if (known === undefined || !own[known]) return [];
    return [[known, { source: ['aws.ssm'], detailType: [...detailType], detail }] as const];
  });
}

function isEventSetting(setting: string): setting is EventSetting {
  return Object.hasOwn(noticedEvents, setting);
}
