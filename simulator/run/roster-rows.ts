import type { ScanCommandInput, ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import type { LocalCloud } from 'local-cloud';
import { namesSeparator } from '../../lambdas/shared/domain/diagnosis/cause.ts';
import {
  type AgentState,
  isAgentStates,
  parseAgents,
} from '../../lambdas/shared/domain/roster/agent-state.ts';
import { type Errand, errandOf } from '../../lambdas/shared/domain/roster/errand.ts';
import { type RosterStatus, rosterStatuses } from '../../lambdas/shared/domain/roster/roster-entry.ts';
import { rosterKeys } from '../../lambdas/shared/runtime/contract.ts';

/** The fields of a roster entry that the reports read. */
export interface RosterRow {
  readonly instanceId: string;
  readonly status: RosterStatus;
  readonly reason: string;
  readonly causeDetail: string | undefined;
  readonly causeCertainty: string | undefined;
  readonly notLookedAt: readonly string[] | undefined;
  readonly profile: string | undefined;
  /** The digest of the configuration under which the entry was decided. */
  readonly configuration: string | undefined;
  /** The agent that decided, or that is in hand; undefined when the profile names a document. */
  readonly agent: string | undefined;
  /** Where each agent of the profile stands. */
  readonly agents: readonly AgentState[] | undefined;
  readonly document: string | undefined;
  readonly documentVersion: string | undefined;
  readonly commandId: string | undefined;
  /** What verifications found. */
  readonly drift?: string;
  /** The latest errand. */
  readonly errand: Errand | undefined;
}

type Page = Pick<ScanCommandOutput, 'Items' | 'LastEvaluatedKey'>;
type ScannedItem = NonNullable<Page['Items']>[number];

/** Reads the whole roster page by page, as `aws dynamodb scan` does. */
export function readRoster(cloud: LocalCloud, TableName: string): RosterRow[] {
  return [...rosterRows(cloud, TableName)];
}

/** Yields the rows of the roster one by one, so that a million of them need not be in memory at once. */
export function* rosterRows(cloud: LocalCloud, TableName: string): Generator<RosterRow, void, undefined> {
  for (const item of entryItems(cloud, TableName)) yield readRow(item);
}

/** The items of all entries, as DynamoDB has them. */
export function scanItems(cloud: LocalCloud, TableName: string): ScannedItem[] {
  return [...entryItems(cloud, TableName)];
}

function* entryItems(cloud: LocalCloud, TableName: string): Generator<ScannedItem, void, undefined> {
  let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'];
  do {
    const request = { TableName, ExclusiveStartKey };
    const page: Page = cloud.dynamodb.operations.Scan.run(request, cloud.administrator());
    for (const item of page.Items ?? []) if (isOfInstance(item)) yield item;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

/** True for an entry. The keys of the pulse and of roll-outs begin with a sign that no id of an instance has. */
function isOfInstance(item: ScannedItem): boolean {
  return item[rosterKeys.partitionKey]?.S?.startsWith('#') === false;
}

/** @throws Error for an unknown status. Muster never writes one. */
function readStatus(text: string | undefined): RosterStatus {
  const status = rosterStatuses.find((known) => known === text);
  if (status === undefined) throw new Error(`An entry has the status ${text}.`);
  return status;
}

/** @throws Error for an errand in a form that the product does not know. */
function readErrand(text: string | undefined): Errand | undefined {
  if (text === undefined) return undefined;
  const errand = errandOf({ errand: text });
  if (errand === undefined) throw new Error(`An entry has the errand ${text}.`);
  return errand;
}

/** @throws Error for agents in a form that the product does not know. */
function readAgents(text: string | undefined): readonly AgentState[] | undefined {
  if (text === undefined) return undefined;
  const agents = parseAgents(text);
  if (!isAgentStates(agents)) throw new Error(`An entry has the agents ${text}.`);
  return agents;
}

function readRow(item: ScannedItem): RosterRow {
  return {
    instanceId: item['instanceId']?.S ?? '',
    status: readStatus(item['status']?.S),
    reason: item['reason']?.S ?? '',
    causeDetail: item['causeDetail']?.S,
    causeCertainty: item['causeCertainty']?.S,
    notLookedAt: item['notLookedAt']?.S?.split(namesSeparator),
    profile: item['profile']?.S,
    configuration: item['configuration']?.S,
    agent: item['agent']?.S,
    agents: readAgents(item['agents']?.S),
    document: item['document']?.S,
    documentVersion: item['documentVersion']?.S,
    commandId: item['commandId']?.S,
    ...(item['drift']?.S === undefined ? {} : { drift: item['drift'].S }),
    errand: readErrand(item['errand']?.S),
  };
}
