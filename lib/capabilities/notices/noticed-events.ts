import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { driftedDetailType, eventSource } from '../../../lambdas/shared/runtime/contract.ts';
import type { NoticesSettings } from './notices-schema.ts';

/** The settings that are about events. */
type EventSetting = (typeof eventSettings)[number];
const eventSettings = ['outcomes', 'automations', 'windows', 'associations', 'compliance'] as const;

const source = ['aws.ssm'];

/** The events of each setting: those that need a person (Systems Manager user guide, event examples). */
const noticedEvents: Readonly<Record<EventSetting, EventPattern>> = {
  // Instances that failed or are unmanaged are read from the roster. It lists none that have drifted.
  outcomes: { source: [eventSource], detailType: [driftedDetailType] },
  automations: {
    source,
    detailType: ['EC2 Automation Execution Status-change Notification'],
    detail: { Status: ['Failed', 'TimedOut'] },
  },
  windows: {
    source,
    detailType: ['Maintenance Window Execution State-change Notification'],
    detail: { status: ['FAILED', 'TIMED_OUT', 'SKIPPED_OVERLAPPING'] },
  },
  associations: {
    source,
    detailType: ['EC2 State Manager Instance Association State Change'],
    detail: { status: ['Failed'] },
  },
  compliance: {
    source,
    detailType: ['Configuration Compliance State Change'],
    // Both ways: the entry of a node says the latest.
    detail: { 'compliance-type': ['Association', 'Patch'] },
  },
};

/** The settings about events that are on, each with its pattern. */
export function eventsToTell(own: NoticesSettings): readonly (readonly [EventSetting, EventPattern])[] {
  return eventSettings
    .filter((setting) => own[setting])
    .map((setting) => [setting, noticedEvents[setting]] as const);
}
