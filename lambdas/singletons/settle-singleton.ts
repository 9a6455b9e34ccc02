import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { CustomResourceAnswer } from '../shared/clients/cloudformation-answer.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import type { Log } from '../shared/runtime/log.ts';
import type { Associations } from './associations-client.ts';
import { parseSingleton, type Singleton, type WantedSetting } from './parse-singleton.ts';
import type { Records } from './records-client.ts';
import type { SettingPlace } from './setting-place.ts';
import { lookAtAssociation, removeAssociation, settleAssociation } from './settle-association.ts';
import {
  lookAtSetting,
  removeSetting,
  type Settled,
  SingletonRefused,
  settleSetting,
} from './settle-setting.ts';

/** The part of a custom resource event that is read. */
export type SingletonRequest = Pick<
  CloudFormationCustomResourceEvent,
  'RequestType' | 'ResourceProperties'
> & { readonly PhysicalResourceId?: string };

/** What settling needs. */
export interface SingletonPorts {
  placeOf(setting: WantedSetting): SettingPlace;
  readonly records: Records;
  readonly associations: Associations;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/**
 * Does what CloudFormation asks, and says how it ended. It looks at everything before it changes it. So the same event may
 * come twice, whatever an earlier delivery has done. Never throws: an error becomes the answer, with its reason.
 */
export async function settleSingleton(
  event: SingletonRequest,
  ports: SingletonPorts,
): Promise<CustomResourceAnswer> {
  const { RequestType, ResourceProperties, PhysicalResourceId = 'unnamed' } = event;
  const wanted = parseSingleton(ResourceProperties);
  if (typeof wanted === 'string') {
    // A creation that was refused for its properties is rolled back by a deletion.
    if (RequestType === 'Delete')
      return { status: 'SUCCESS', physicalResourceId: PhysicalResourceId, data: {} };
    return {
      status: 'FAILED',
      physicalResourceId: PhysicalResourceId,
      reason: `the properties are ${wanted}`,
    };
  }
  const physicalResourceId = `${wanted.kind}/${wanted.name.replace(/^\//, '')}`;
  try {
    if (RequestType === 'Delete') {
      await remove(wanted, ports);
      return { status: 'SUCCESS', physicalResourceId, data: {} };
    }
    const { value, report } = await settle(wanted, RequestType === 'Create', ports);
    return { status: 'SUCCESS', physicalResourceId, data: { Value: value, Report: report } };
  } catch (error) {
    return { status: 'FAILED', physicalResourceId, reason: `${wanted.title}: ${explain(error)}` };
  }
}

function settle(wanted: Singleton, isNew: boolean, ports: SingletonPorts): Promise<Settled> {
  if (wanted.kind === 'sole-association') return settleAssociation(wanted, ports);
  return settleSetting(
    wanted,
    { isNew, atMs: ports.clock.now() },
    { ...ports, place: ports.placeOf(wanted) },
  );
}

function remove(wanted: Singleton, ports: SingletonPorts): Promise<void> {
  if (wanted.kind === 'sole-association') return removeAssociation(wanted, ports);
  return removeSetting(wanted, { ...ports, place: ports.placeOf(wanted) });
}

function look(wanted: Singleton, ports: SingletonPorts): Promise<void> {
  if (wanted.kind === 'sole-association') return lookAtAssociation(wanted, ports);
  return lookAtSetting(wanted, ports.clock.now(), { ...ports, place: ports.placeOf(wanted) });
}

/**
 * Looks at each of these again, between deployments.
 * @throws when one of them could not be looked at; the others were.
 */
export async function lookAgain(given: readonly unknown[], ports: SingletonPorts): Promise<void> {
  const failures: string[] = [];
  for (const properties of given) {
    const wanted = parseSingleton(properties);
    try {
      if (typeof wanted === 'string') throw new Error(`the properties are ${wanted}`);
      await look(wanted, ports);
    } catch (error) {
      failures.push(`${typeof wanted === 'string' ? 'a singleton' : wanted.title}: ${explain(error)}`);
    }
  }
  if (failures.length > 0) throw new Error(failures.join('; '));
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof SingletonRefused ? error.message : `${error.name}: ${error.message}`;
}
