import { NotEmulatedError } from '../../../core/service.ts';
import { validation } from '../dynamodb-errors.ts';
import { ParseCache } from '../expression/cache.ts';
import type { Computed, Condition, Path, UpdateAction } from '../expression/expression-syntax.ts';
import { refuseOverlaps } from '../expression/update-parser.ts';
import type { Prepared, Returning, Statement } from './partiql-syntax.ts';
import { StatementTokens } from './partiql-tokens.ts';
import { parseValue, requireValue } from './value-parser.ts';
import { parseWhere } from './where-parser.ts';

const cache = new ParseCache((text): Prepared => {
  const tokens = new StatementTokens(text);
  const statement = parseStatement(tokens);
  if (tokens.next.kind !== 'end') throw tokens.malformed('the end');
  return { statement, slotTemplates: tokens.slotTemplates, parameterCount: tokens.parameterCount };
});

/** Parses a statement. Results are cached by text. */
export function prepare(text: string): Prepared {
  return cache.get(text);
}

function parseStatement(tokens: StatementTokens): Statement {
  if (tokens.acceptWord('INSERT')) return parseInsert(tokens);
  if (tokens.acceptWord('UPDATE')) return parseUpdate(tokens);
  if (tokens.acceptWord('DELETE')) return parseDelete(tokens);
  if (tokens.acceptWord('SELECT')) return parseSelect(tokens);
  throw tokens.malformed('INSERT, UPDATE, DELETE or SELECT');
}

function parseInsert(tokens: StatementTokens): Statement {
  tokens.expectWord('INTO');
  const tableName = tokens.name();
  tokens.expectWord('VALUE');
  return { kind: 'INSERT', tableName, item: requireValue(tokens) };
}

function parseUpdate(tokens: StatementTokens): Statement {
  const tableName = tokens.name();
  const actions: UpdateAction[] = [];
  for (;;) {
    if (tokens.acceptWord('SET')) {
      do actions.push(parseAssignment(tokens));
      while (tokens.accept(','));
    } else if (tokens.acceptWord('REMOVE')) actions.push({ kind: 'REMOVE', path: tokens.path() });
    else break;
  }
  if (actions.length === 0) throw tokens.malformed('SET or REMOVE');
  refuseOverlaps(
    actions.map((action) => action.path),
    (detail) => validation(detail),
  );
  return {
    kind: 'UPDATE',
    tableName,
    actions,
    where: requireWhere(tokens),
    returning: parseReturning(tokens),
  };
}

function parseDelete(tokens: StatementTokens): Statement {
  tokens.expectWord('FROM');
  const tableName = tokens.name();
  const where = requireWhere(tokens);
  const returning = parseReturning(tokens);
  if (returning !== 'NONE' && returning !== 'ALL_OLD') throw tokens.malformed('RETURNING ALL OLD *');
  return { kind: 'DELETE', tableName, where, returning };
}

function parseSelect(tokens: StatementTokens): Statement {
  const paths = tokens.accept('*') ? undefined : parseSelected(tokens);
  tokens.expectWord('FROM');
  const tableName = tokens.name();
  const indexName = tokens.accept('.') ? tokens.name() : undefined;
  const where = tokens.acceptWord('WHERE') ? parseWhere(tokens) : undefined;
  return { kind: 'SELECT', tableName, indexName, paths, where, orderBy: parseOrder(tokens) };
}

function parseSelected(tokens: StatementTokens): Path[] {
  const paths = [tokens.path()];
  while (tokens.accept(',')) paths.push(tokens.path());
  if (paths.some((path) => path.length > 1)) throw new NotEmulatedError('a PartiQL SELECT of a nested path');
  if (tokens.isWord('AS')) throw new NotEmulatedError('AS in a PartiQL SELECT');
  return paths;
}

function parseOrder(tokens: StatementTokens): Extract<Statement, { kind: 'SELECT' }>['orderBy'] {
  if (!tokens.acceptWord('ORDER')) return undefined;
  tokens.expectWord('BY');
  const name = tokens.name();
  const isForward = !tokens.acceptWord('DESC');
  if (isForward) tokens.acceptWord('ASC');
  return { name, isForward };
}

function requireWhere(tokens: StatementTokens): Condition {
  tokens.expectWord('WHERE');
  return parseWhere(tokens);
}

function parseReturning(tokens: StatementTokens): Returning {
  if (!tokens.acceptWord('RETURNING')) return 'NONE';
  const isAll = tokens.acceptWord('ALL');
  if (!isAll) tokens.expectWord('MODIFIED');
  const isOld = tokens.acceptWord('OLD');
  if (!isOld) tokens.expectWord('NEW');
  tokens.expect('*');
  if (isAll) return isOld ? 'ALL_OLD' : 'ALL_NEW';
  return isOld ? 'UPDATED_OLD' : 'UPDATED_NEW';
}

function parseAssignment(tokens: StatementTokens): UpdateAction {
  const path = tokens.path();
  tokens.expect('=');
  let value = parseComputed(tokens);
  for (;;) {
    const sign = tokens.accept('+') ? '+' : tokens.accept('-') ? '-' : undefined;
    if (sign === undefined) return { kind: 'SET', path, value };
    value = { kind: sign, left: value, right: parseComputed(tokens) };
  }
}

function parseComputed(tokens: StatementTokens): Computed {
  const value = parseValue(tokens);
  if (value?.kind === 'literal') return value;
  if (value !== undefined) return { kind: 'value', slot: tokens.slot(value) };
  if (tokens.afterNext.text !== '(') return { kind: 'path', path: tokens.path() };
  const name = tokens.next.text.toLowerCase();
  if (name !== 'list_append' && name !== 'set_add' && name !== 'set_delete') {
    throw tokens.malformed('list_append, set_add or set_delete');
  }
  tokens.take();
  tokens.expect('(');
  const left = parseComputed(tokens);
  tokens.expect(',');
  const right = parseComputed(tokens);
  tokens.expect(')');
  return { kind: name, left, right };
}
