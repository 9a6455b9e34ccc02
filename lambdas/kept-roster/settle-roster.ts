import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { CustomResourceAnswer } from '../shared/clients/cloudformation-answer.ts';
import { resourceTags, rosterForm, rosterKeys, rosterTableTag } from '../shared/runtime/contract.ts';
import type { Log } from '../shared/runtime/log.ts';
import { planRoster, refuseTable, type WantedTable } from './plan-roster.ts';
import type { RosterTable } from './roster-table-client.ts';

/** The part of a custom resource event that is read. */
export type RosterRequest = Pick<CloudFormationCustomResourceEvent, 'RequestType' | 'ResourceProperties'> & {
  /** Present in updates and deletions: the name of the table that the last success answered. */
  readonly PhysicalResourceId?: string;
};

/** What settling needs. */
export interface RosterPorts {
  readonly table: RosterTable;
  readonly log: Log;
}

const properties = z.object({ TableName: z.string().check(z.minLength(3)) });

const wanted: WantedTable = {
  ...rosterForm(),
  expiryAttribute: rosterKeys.expiryAttribute,
  tag: { key: resourceTags.table, value: rosterTableTag },
};

/**
 * Puts on the table what a roster has and it lacks. It looks before it changes anything, so the same event may come
 * twice. A deletion leaves the table as it is. Never throws: an error becomes the answer, with its reason. Then some of
 * the settings may be on already, and the next deployment puts on the others.
 */
export async function settleRoster(event: RosterRequest, ports: RosterPorts): Promise<CustomResourceAnswer> {
  const known = event.PhysicalResourceId;
  if (event.RequestType === 'Delete')
    return { status: 'SUCCESS', physicalResourceId: known ?? 'unnamed', data: {} };
  const parsed = properties.safeParse(event.ResourceProperties);
  if (!parsed.success)
    return refuse(known ?? 'unnamed', 'The roster: the property TableName is not the name of a table');
  const { TableName: name } = parsed.data;
  const reason = await putOn(name, ports).catch(explain);
  if (reason !== undefined) return refuse(known ?? name, `The table ${name}: ${reason}`);
  return { status: 'SUCCESS', physicalResourceId: name, data: {} };
}

function refuse(physicalResourceId: string, reason: string): CustomResourceAnswer {
  return { status: 'FAILED', physicalResourceId, reason };
}

/** A string as the result says why the table cannot be the roster, and what to do. */
async function putOn(name: string, { table, log }: RosterPorts): Promise<string | undefined> {
  const found = await table.read(name);
  if (found === undefined)
    return 'it is not in this account and region; check the name in roster.tableName, and that its restore has begun';
  const refusal = refuseTable(found, wanted);
  if (refusal !== undefined) return refusal;
  const plan = planRoster(found, await table.readSettings(name, found.arn), wanted);
  if (plan.kind === 'refuse') return plan.reason;
  log.info('settings of the roster decided', { table: name, changes: Object.fromEntries(plan.changes) });
  if (plan.changes.has('protection')) await table.protect(name);
  if (plan.changes.has('recovery')) await table.makeRecoverable(name);
  if (plan.changes.has('tag')) await table.mark(found.arn);
  if (plan.changes.has('timeToLive') && (await table.setTimeToLive(name)) === 'tooSoon')
    return 'its time to live was changed within the last hour, and DynamoDB takes no other change so soon; deploy again in an hour';
  return undefined;
}

function explain(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
