import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../../src/core/service.ts';
import { list, member, openDynamoDb, refusal } from '../fixture.ts';

interface Request {
  readonly Statement: string;
  readonly Parameters?: readonly object[];
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

function withItem(attributes: object = {}) {
  const db = openDynamoDb();
  db.call('PutItem', { TableName: 'Roster', Item: { id: { S: 'i-1' }, ...attributes } });
  return {
    ...db,
    execute: (Statement: string, Parameters?: readonly object[], more: object = {}): unknown =>
      db.call('ExecuteStatement', { Statement, Parameters, ...more }),
    batch: (...Statements: Request[]): unknown[] =>
      list(db.call('BatchExecuteStatement', { Statements }), 'Responses'),
    item: (id = 'i-1'): unknown =>
      member(db.call('GetItem', { TableName: 'Roster', Key: { id: { S: id } } }), 'Item'),
  };
}

const byId = `WHERE id = 'i-1'`;

describe('PartiQL', () => {
  it('inserts literals, parameters and documents', () => {
    const db = withItem();
    const text = `INSERT INTO "Roster" VALUE {'id': ?, 'm': {'a': ?, 'it''s': true}, 'l': [?, 'x', -1.50], 's': <<'a', 'b'>>, 'n': null}`;
    db.execute(text, [{ S: 'i-2' }, { N: '7' }, { BOOL: false }]);
    expect(db.item('i-2')).toEqual({
      id: { S: 'i-2' },
      m: { M: { a: { N: '7' }, "it's": { BOOL: true } } },
      l: { L: [{ BOOL: false }, { S: 'x' }, { N: '-1.5' }] },
      s: { SS: ['a', 'b'] },
      n: { NULL: true },
    });
  });

  it('refuses to insert an item that exists, and leaves it', () => {
    const db = withItem({ a: { N: '1' } });
    const error = refusal(() => db.execute(`INSERT INTO Roster VALUE {'id': 'i-1'}`));
    expect(error).toMatchObject({
      code: 'DuplicateItemException',
      message: 'Duplicate primary key exists in table',
    });
    expect(db.item()).toEqual({ id: { S: 'i-1' }, a: { N: '1' } });
  });

  it('updates with SET, arithmetic, list and set functions and REMOVE', () => {
    const db = withItem({
      n: { N: '5' },
      l: { L: [{ N: '1' }] },
      m: { M: { x: { N: '1' } } },
      ss: { SS: ['a', 'b'] },
      gone: { S: '' },
    });
    db.execute(
      `UPDATE "Roster" SET n = n - ?, tally = n + 1, l = list_append(l, ?) SET m.x = {'y': ?} SET "status" = 'done'
       SET ss = set_add(ss, <<'c'>>) REMOVE gone ${byId}`,
      [{ N: '2' }, { L: [{ N: '2' }] }, { S: 'z' }],
    );
    expect(db.item()).toEqual({
      id: { S: 'i-1' },
      n: { N: '3' },
      tally: { N: '6' },
      l: { L: [{ N: '1' }, { N: '2' }] },
      m: { M: { x: { M: { y: { S: 'z' } } } } },
      status: { S: 'done' },
      ss: { SS: ['a', 'b', 'c'] },
    });
  });

  it.each([
    ['', true],
    [`AND n = 5`, true],
    [`AND n <> 5`, false],
    [`AND n != 6`, true],
    [`AND (n < 5 OR lease IS MISSING)`, true],
    [`AND n IS MISSING`, false],
    [`AND n IS NOT MISSING`, true],
    [`AND n BETWEEN 1 AND 5`, true],
    [`AND n IN [1, 5]`, true],
    [`AND n IN (1, 2)`, false],
    [`AND begins_with(s, 'ab')`, true],
    [`AND contains(s, 'x')`, false],
    [`AND attribute_type(s, 'S')`, true],
    [`AND size(s) = 3`, true],
    [`AND NOT n = 5`, false],
    [`AND m['x'] = 1`, true],
    [`AND n = 1 OR n = 5`, undefined],
  ])('updates where %s: %s', (condition, expected) => {
    const db = withItem({ n: { N: '5' }, s: { S: 'abc' }, m: { M: { x: { N: '1' } } } });
    const run = () => db.execute(`UPDATE Roster SET done=true ${byId} ${condition}`);
    if (expected === undefined) {
      expect(refusal(run).message).toBe(
        'Where clause does not contain a mandatory equality on all key attributes',
      );
    } else if (expected) {
      run();
    } else {
      expect(refusal(run).code).toBe('ConditionalCheckFailedException');
    }
    expect(db.item()).toMatchObject(expected ? { done: { BOOL: true } } : { n: { N: '5' } });
    expect(Object.hasOwn(Object(db.item()), 'done')).toBe(expected === true);
  });

  it('refuses to update a missing item, and accepts the deletion of one', () => {
    const db = withItem();
    const error = refusal(() => db.execute(`UPDATE Roster SET a = 1 WHERE id = 'none'`));
    expect(error.code).toBe('ConditionalCheckFailedException');
    expect(db.item('none')).toBeUndefined();
    expect(db.execute(`DELETE FROM Roster WHERE id = 'none' AND a = 1`)).toMatchObject({ Items: [] });
    expect(refusal(() => db.execute(`DELETE FROM Roster ${byId} AND a = 1`)).code).toBe(
      'ConditionalCheckFailedException',
    );
    expect(db.execute(`DELETE FROM Roster ${byId} RETURNING ALL OLD *`)).toMatchObject({
      Items: [{ id: { S: 'i-1' } }],
    });
    expect(db.item()).toBeUndefined();
  });

  it.each([
    ['ALL OLD', { id: { S: 'i-1' }, a: { N: '1' }, b: { N: '9' } }],
    ['ALL NEW', { id: { S: 'i-1' }, a: { N: '2' }, b: { N: '9' } }],
    ['MODIFIED OLD', { a: { N: '1' } }],
    ['MODIFIED NEW', { a: { N: '2' } }],
  ])('returns %s', (returning, expected) => {
    const db = withItem({ a: { N: '1' }, b: { N: '9' } });
    expect(member(db.execute(`UPDATE Roster SET a = 2 ${byId} RETURNING ${returning} *`), 'Items')).toEqual([
      expected,
    ]);
  });

  it('returns a result for each statement of a batch, with the old item if ALL_OLD is requested', () => {
    const db = withItem({ a: { N: '1' } });
    const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
    const responses = db.batch(
      { Statement: `UPDATE Roster SET a = 2 ${byId} AND a = 3`, ReturnValuesOnConditionCheckFailure },
      { Statement: `INSERT INTO Roster VALUE {'id': ?}`, Parameters: [{ S: 'i-2' }] },
      { Statement: `UPDATE Roster SET a = 2 WHERE id = 'none'`, ReturnValuesOnConditionCheckFailure },
      { Statement: `UPDATE Roster SET a = ? WHERE id = 'few'` },
      { Statement: `UPDATE Nowhere SET a = 1 ${byId}` },
      { Statement: `UPDATE Roster SET a 1 WHERE id = 'x'` },
      { Statement: `UPDATE Roster SET dueAt = 'x' WHERE id = 'i-3'` },
    );
    expect(responses).toMatchObject([
      {
        TableName: 'Roster',
        Error: {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: { id: { S: 'i-1' }, a: { N: '1' } },
        },
      },
      { TableName: 'Roster' },
      { Error: { Code: 'ConditionalCheckFailed' } },
      {
        Error: {
          Code: 'ValidationError',
          Message: "Number of parameters in request and statement don't match.",
        },
      },
      { Error: { Code: 'ResourceNotFound' } },
      { Error: { Code: 'ValidationError' } },
      { Error: { Code: 'ConditionalCheckFailed' } },
    ]);
    expect(responses[1]).not.toHaveProperty('Error');
    expect(responses[2]).not.toHaveProperty('Error.Item');
    expect(db.item('i-2')).toEqual({ id: { S: 'i-2' } });
    const [duplicate] = db.batch({
      Statement: `INSERT INTO Roster VALUE {'id': 'i-1'}`,
      ReturnValuesOnConditionCheckFailure,
    });
    expect(duplicate).toEqual({
      TableName: 'Roster',
      Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' },
    });
  });

  it('hides the old item if it is not requested', () => {
    const [response] = withItem().batch({ Statement: `UPDATE Roster SET a = 2 ${byId} AND a = 3` });
    expect(response).toHaveProperty('Error.Code', 'ConditionalCheckFailed');
    expect(response).not.toHaveProperty('Error.Item');
  });

  it('refuses a batch that is too large, empty, mixed, or names an item twice, and writes nothing', () => {
    const db = withItem();
    const insert = (id: number): Request => ({ Statement: `INSERT INTO Roster VALUE {'id': 'n-${id}'}` });
    const refused = (...requests: Request[]) => refusal(() => db.batch(...requests)).code;
    expect(refused()).toBe('ValidationException');
    expect(refused(...Array.from({ length: 26 }, (_, i) => insert(i)))).toBe('ValidationException');
    expect(refused(insert(1), { Statement: `SELECT * FROM Roster ${byId}` })).toBe('ValidationException');
    expect(refused(insert(1), insert(1))).toBe('ValidationException');
    expect(db.item('n-1')).toBeUndefined();
  });

  it('reads by key in a batch', () => {
    const db = withItem({ a: { N: '1' } });
    const responses = db.batch(
      { Statement: `SELECT a FROM Roster ${byId}` },
      { Statement: `SELECT * FROM Roster WHERE id = 'none'` },
      { Statement: `SELECT * FROM Roster WHERE a = 1` },
    );
    expect(responses).toEqual([
      { TableName: 'Roster', Item: { a: { N: '1' } } },
      { TableName: 'Roster' },
      {
        Error: {
          Code: 'ValidationError',
          Message:
            'Select statements within BatchExecuteStatement must specify the primary key in the where clause.',
        },
      },
    ]);
  });

  it('selects from an index in order, in pages', () => {
    const db = withItem();
    for (const dueAt of [30, 4, 200]) {
      db.execute(`INSERT INTO Roster VALUE {'id': ?, 'status': 'waiting', 'dueAt': ${dueAt}}`, [
        { S: `d-${dueAt}` },
      ]);
    }
    const text = `SELECT id FROM "Roster"."due" WHERE "status" = ? AND dueAt <= 100 ORDER BY dueAt DESC`;
    const first = db.execute(text, [{ S: 'waiting' }], { Limit: 1 });
    expect(member(first, 'Items')).toEqual([{ id: { S: 'd-30' } }]);
    const second = db.execute(text, [{ S: 'waiting' }], { Limit: 1, NextToken: member(first, 'NextToken') });
    expect(member(second, 'Items')).toEqual([{ id: { S: 'd-4' } }]);
    const scan = db.execute(`SELECT * FROM Roster WHERE dueAt IN [4, 200]`);
    expect(list(scan, 'Items')).toHaveLength(2);
  });

  it.each([
    [`UPDATE Roster SET date = 1 ${byId}`, "expected a name, found 'date'"],
    [`UPDATE Roster SET a = if_not_exists(a, 1) ${byId}`, 'expected list_append, set_add or set_delete'],
    [`UPDATE Roster SET a = 1`, 'expected WHERE'],
    [`UPDATE Roster REMOVE a, b ${byId}`, 'expected WHERE'],
    [`UPDATE Roster SET a = 1, a = 2 ${byId}`, 'Two document paths overlap'],
    [`UPDATE Roster SET id = 'x' ${byId}`, 'Cannot update attribute id. This attribute is part of the key'],
    [`UPDATE Roster SET a = b ${byId}`, 'refers to an attribute that does not exist in the item'],
    [`UPDATE Roster SET a = 1 WHERE id = 5`, 'Key attribute data type mismatch'],
    [`UPDATE Roster SET dueAt = 'x' ${byId}`, 'secondary index key to unsupported type'],
    [`DELETE FROM Roster WHERE begins_with(id, 'i')`, 'mandatory equality on all key attributes'],
    [`DELETE FROM Roster ${byId} RETURNING ALL NEW *`, 'RETURNING ALL OLD'],
    [`INSERT INTO Roster VALUE {'a': 1}`, 'Missing the key id in the item'],
    [`INSERT INTO Roster VALUE 'x'`, 'INSERT takes one map'],
    [`MERGE INTO Roster`, 'expected INSERT, UPDATE, DELETE or SELECT'],
    [`SELECT * FROM Roster ORDER BY id`, 'when using ORDER BY'],
    [`SELECT * FROM Roster ${byId} extra`, 'expected the end'],
    [`SELECT ; FROM Roster`, "unexpected ';"],
  ])('refuses %s', (statement, message) => {
    const error = refusal(() => withItem().execute(statement));
    expect(error.code).toBe('ValidationException');
    expect(error.message).toContain(message);
  });

  it('refuses an empty list of parameters', () => {
    expect(refusal(() => withItem().execute(`SELECT * FROM Roster`, [])).message).toContain(
      "at 'parameters'",
    );
  });

  it('throws where the result of AWS is unknown or not implemented', () => {
    const db = withItem();
    const texts = [`AND nowhere <> 1`, `AND a IS NULL`, `AND a LIKE 'x'`, `AND EXISTS(x)`];
    for (const text of texts) {
      expect(() => db.execute(`UPDATE Roster SET a = 1 ${byId} ${text.replace('EXISTS', 'exists')}`)).toThrow(
        NotEmulatedError,
      );
    }
    expect(() => db.execute(`SELECT a.b FROM Roster`)).toThrow(NotEmulatedError);
  });
});
