import { type AssemblyStack, createStack, deleteStack, ServiceError, updateStack } from 'local-cloud';
import { accountState } from 'local-cloud/test/account-state.ts';
import { describe, expect, it } from 'vitest';
import { account, mainStack, otherSettings, smallNumbers, withoutTables } from './main-stack.ts';

/** Options of a deployment whose n-th resource is refused, once. */
function failing() {
  let left = Number.POSITIVE_INFINITY;
  return {
    failAt: (count: number) => {
      left = count;
    },
    hasFailed: () => left < 0,
    options: {
      adjust: (type: string, properties: Readonly<Record<string, unknown>>) => {
        if (left-- === 0) throw new ServiceError('Refused', `${type} is refused`);
        return properties;
      },
    },
  };
}

const small = mainStack(smallNumbers);

describe('a failure at each resource', () => {
  it('of a creation is rolled back, and the account is as before', async () => {
    const cloud = account(small);
    const { failAt, hasFailed, options } = failing();
    const before = withoutTables(accountState(cloud));
    for (let count = 0; ; count++) {
      failAt(count);
      const { status, stack, failure, left } = await createStack(cloud, small, options);
      if (!hasFailed()) {
        expect([status, count]).toEqual(['CREATE_COMPLETE', stack.resources.size]);
        return;
      }
      expect([status, failure?.code]).toEqual(['ROLLBACK_COMPLETE', 'Refused']);
      expect(left.every(({ type }) => type === 'AWS::DynamoDB::Table')).toBe(true);
      expect(withoutTables(accountState(cloud))).toEqual(before);
      expect(await deleteStack(cloud, stack)).toMatchObject({ status: 'DELETE_COMPLETE', left: [] });
    }
  }, 60_000);

  it('of an update is rolled back, and the account is as before', async () => {
    const other = mainStack(otherSettings);
    const cloud = account(small);
    const { failAt, hasFailed, options } = failing();
    let { stack } = await createStack(cloud, small, options);
    const before = accountState(cloud);
    for (let count = 0; ; count++) {
      failAt(count);
      const updated = await updateStack(cloud, stack, other);
      if (!hasFailed()) {
        expect([updated.status, count]).toEqual(['UPDATE_COMPLETE', resourcesIn(other)]);
        break;
      }
      expect(updated).toMatchObject({
        status: 'UPDATE_ROLLBACK_COMPLETE',
        failure: { code: 'Refused' },
        left: [],
      });
      expect(accountState(cloud)).toEqual(before);
      stack = updated.stack;
    }
  }, 120_000);
});

function resourcesIn({ template }: AssemblyStack): number {
  return Object.keys(Object(template).Resources).length;
}
