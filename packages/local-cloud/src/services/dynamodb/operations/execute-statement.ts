import type { AttributeValue, ExecuteStatementInput, ExecuteStatementOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { consume } from '../capacity.ts';
import { validation } from '../dynamodb-errors.ts';
import { select } from '../partiql/select.ts';
import { prepare } from '../partiql/statement-parser.ts';
import { build, readParameters } from '../partiql/value-parser.ts';
import { planWrite } from '../partiql/write-plan.ts';
import { authorizeStatement, isAttributes } from '../statement.ts';
import type { Tables } from '../tables.ts';

/** ExecuteStatement. */
export function executeStatement(tables: Tables): Operation<ExecuteStatementInput, ExecuteStatementOutput> {
  return {
    authorize: (input) => authorizeStatement(tables, input.Statement),
    run: (input) => execute(tables, input),
  };
}

function execute(tables: Tables, input: ExecuteStatementInput): ExecuteStatementOutput {
  const prepared = prepare(input.Statement ?? '');
  const parameters = readParameters(input.Parameters, prepared.parameterCount);
  const { statement } = prepared;
  if (statement.kind !== 'SELECT') {
    const written = planWrite(tables, prepared, parameters).run(input.ReturnValuesOnConditionCheckFailure);
    return {
      Items: written.item === undefined ? [] : [written.item],
      ConsumedCapacity: consume(input.ReturnConsumedCapacity, written.usage),
    };
  }
  const selected = select(tables, {
    statement,
    slots: prepared.slotTemplates.map((template) => build(template, parameters)),
    isConsistent: input.ConsistentRead === true,
    limit: input.Limit,
    start: input.NextToken === undefined ? undefined : readToken(input.NextToken),
  });
  return {
    Items: selected.items,
    NextToken: selected.last && Buffer.from(JSON.stringify(selected.last)).toString('base64'),
    LastEvaluatedKey: selected.last,
    ConsumedCapacity: consume(input.ReturnConsumedCapacity, selected.usage),
  };
}

function readToken(token: string): Record<string, AttributeValue> {
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
    if (isAttributes(position)) return position;
  } catch {
    // Falls through to the error below: AWS has the same message for every invalid token.
  }
  throw validation('Given NextToken does not match the statement');
}
