import type {
  BatchExecuteStatementInput,
  BatchExecuteStatementOutput,
  BatchStatementError,
  BatchStatementRequest,
  BatchStatementResponse,
} from '@aws-sdk/client-dynamodb';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { decodeAttributes } from '../attribute-value.ts';
import { refuseDuplicates } from '../batch.ts';
import { consumeByTable, readUnits, readUsage, refusedUsage, type Usage } from '../capacity.ts';
import { validation } from '../dynamodb-errors.ts';
import type { Table } from '../dynamodb-table.ts';
import { holds } from '../expression/evaluate-condition.ts';
import { project } from '../expression/projection.ts';
import type { Key } from '../key.ts';
import type { Prepared } from '../partiql/partiql-syntax.ts';
import { prepare } from '../partiql/statement-parser.ts';
import { build, readParameters } from '../partiql/value-parser.ts';
import { keyInWhere, planWrite, type Written } from '../partiql/write-plan.ts';
import { type Item, sizeBytes } from '../row.ts';
import { attempt, authorizeStatement, isAttributes } from '../statement.ts';
import type { Tables } from '../tables.ts';

/** The error codes of a statement in a batch, by the exception of a single call. */
const statementCodes: Readonly<Record<string, NonNullable<BatchStatementError['Code']>>> = {
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  DuplicateItemException: 'DuplicateItem',
  ResourceNotFoundException: 'ResourceNotFound',
  ValidationException: 'ValidationError',
};

/** The refusals for which a write is billed. */
const refusedCodes = new Set(['ConditionalCheckFailedException', 'DuplicateItemException']);

/** BatchExecuteStatement. */
export function batchExecuteStatement(
  tables: Tables,
): Operation<BatchExecuteStatementInput, BatchExecuteStatementOutput> {
  return {
    authorize: (input) =>
      (input.Statements ?? []).flatMap((request) => authorizeStatement(tables, request.Statement)),
    run: (input) => executeBatch(tables, input),
  };
}

/** A checked statement of a batch: its item and its action. */
interface Planned {
  readonly table: Table;
  readonly key: Key;
  readonly wanted?: Item;
  run(onFailure: string | undefined): Written;
}

/** Runs statements in order, each with its own response. A mistake in the batch as a whole fails the call. */
function executeBatch(tables: Tables, input: BatchExecuteStatementInput): BatchExecuteStatementOutput {
  const requests = input.Statements ?? [];
  const prepared = requests.map((request) => attempt(() => prepare(request.Statement ?? '')));
  refuseMixture(prepared);
  const planned = requests.map((request, position) => {
    const statement = prepared[position];
    if (statement === undefined || statement instanceof ServiceError) return statement;
    return attempt(() => plan(tables, statement, request));
  });
  refuseSameItem(planned.filter(isReady));
  const usages: Usage[] = [];
  const refused: Usage[] = [];
  const responses = planned.map((one, position): BatchStatementResponse => {
    if (one === undefined || one instanceof ServiceError) return one === undefined ? {} : failure(one);
    return runPlanned(one, requests[position]?.ReturnValuesOnConditionCheckFailure, { usages, refused });
  });
  return {
    Responses: responses,
    ConsumedCapacity: consumeByTable(input.ReturnConsumedCapacity, usages, refused),
  };
}

function runPlanned(
  planned: Planned,
  onFailure: string | undefined,
  { usages, refused }: { usages: Usage[]; refused: Usage[] },
): BatchStatementResponse {
  const { tableName } = planned.table.identity;
  const written = attempt(() => planned.run(onFailure));
  if (written instanceof ServiceError) {
    const found = planned.table.find(planned.key)?.item;
    if (refusedCodes.has(written.code)) refused.push(refusedUsage(planned.table, found, planned.wanted));
    return { ...failure(written), TableName: tableName };
  }
  usages.push(written.usage);
  return written.item === undefined ? { TableName: tableName } : { TableName: tableName, Item: written.item };
}

function plan(tables: Tables, prepared: Prepared, request: BatchStatementRequest): Planned {
  const parameters = readParameters(request.Parameters, prepared.parameterCount);
  const { statement } = prepared;
  if (statement.kind !== 'SELECT') return planWrite(tables, prepared, parameters);
  const table = tables.get(statement.tableName);
  const slots = prepared.slotTemplates.map((template) => build(template, parameters));
  const key = statement.indexName === undefined ? keyInWhere(table, statement.where, slots) : undefined;
  if (key === undefined) {
    throw validation(
      'Select statements within BatchExecuteStatement must specify the primary key in the where clause.',
    );
  }
  const { paths, where } = statement;
  const run = (): Written => {
    const found = table.find(key)?.item;
    const isWanted = found !== undefined && (where === undefined || holds(where, found, slots));
    const units = readUnits(found === undefined ? 0 : sizeBytes(found), request.ConsistentRead === true);
    return {
      item: isWanted ? decodeAttributes(paths === undefined ? found : project(found, paths)) : undefined,
      usage: readUsage(table, units),
    };
  };
  return { table, key, run };
}

function refuseMixture(prepared: readonly (Prepared | ServiceError)[]): void {
  const statements = prepared.filter(isReady);
  const reads = statements.filter(({ statement }) => statement.kind === 'SELECT').length;
  if (reads === 0 || reads === statements.length) return;
  throw validation('Batch statements must be either all read or all write statements; it has both');
}

function refuseSameItem(planned: readonly Planned[]): void {
  const byTable = new Map<Table, Key[]>();
  for (const { table, key } of planned) {
    const keys = byTable.get(table);
    if (keys === undefined) byTable.set(table, [key]);
    else keys.push(key);
  }
  for (const keys of byTable.values()) refuseDuplicates(keys);
}

function failure(error: ServiceError): BatchStatementResponse {
  const code = statementCodes[error.code];
  if (code === undefined) throw error;
  const item = itemOf(error);
  return { Error: { Code: code, Message: error.message, ...(item === undefined ? {} : { Item: item }) } };
}

function itemOf(error: ServiceError): BatchStatementError['Item'] {
  return isAttributes(error.details['Item']) ? error.details['Item'] : undefined;
}

function isReady<Result>(result: Result | ServiceError | undefined): result is Result {
  return result !== undefined && !(result instanceof ServiceError);
}
