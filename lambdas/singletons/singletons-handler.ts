import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { answerCloudFormation } from '../shared/clients/cloudformation-answer.ts';
import { systemClock } from '../shared/clients/system-clock.ts';
import { parseJson } from '../shared/domain/parse-json.ts';
import { createLogger } from '../shared/runtime/log.ts';
import { createAssociations } from './associations-client.ts';
import { createDefaultBaseline } from './default-baseline-client.ts';
import type { WantedSetting } from './parse-singleton.ts';
import { createRecords } from './records-client.ts';
import { retryPassing } from './retry.ts';
import { createServiceSetting } from './service-setting-client.ts';
import { lookAgain, type SingletonPorts, settleSingleton } from './settle-singleton.ts';

const log = createLogger('singletons');

/** A call of the schedule: the properties of every singleton of the stack, as JSON. */
interface Look {
  readonly look: string;
}

/**
 * Keeps what an account and region has only once as the configuration wants it: settings of Systems Manager, default
 * patch baselines, and associations beside which there must be no other. It changes only what is named. What somebody else
 * has set stays, unless the configuration says otherwise by name. It records what was there before it changes it, and brings
 * it back when the configuration names it no more.
 *
 * Called by CloudFormation when the stack is created, changed, rolled back or deleted, and every hour by a schedule. The
 * look every hour sets again what CloudFormation resets when it deletes the resource of an earlier version, and makes an
 * association when that of somebody else is gone. It leaves alone what somebody else has changed since.
 *
 * It may be called twice for the same event, and stop anywhere. It answers CloudFormation even when it fails, so that the
 * stack does not wait for its time-out.
 */
export const handler = async (event: CloudFormationCustomResourceEvent | Look): Promise<void> => {
  const ports = connectPorts();
  if ('look' in event) {
    const given = parseJson(event.look);
    return lookAgain(Array.isArray(given) ? given : [given], ports);
  }
  const answer = await settleSingleton(event, ports);
  if (answer.status === 'FAILED') log.error('singleton not settled', { reason: answer.reason });
  await answerCloudFormation(event, answer);
};

/** All calls of one event share the pauses for a new role. */
function connectPorts(): SingletonPorts {
  const retry = retryPassing(systemClock);
  const placeOf = ({ kind, name }: WantedSetting) =>
    kind === 'default-baseline' ? createDefaultBaseline(name, retry) : createServiceSetting(name, retry);
  const associations = createAssociations(retry);
  return { placeOf, records: createRecords(retry), associations, clock: systemClock, log };
}
