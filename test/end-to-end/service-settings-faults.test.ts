import { createStack, deleteStack, updateStack } from 'local-cloud';
import { describe, expect, it } from 'vitest';
import { plainCallFaults } from '../../simulator/faults/faults-of-calls.ts';
import { type CallFault, faultAtCall } from '../simulator/faults/faults-of-calls/fault-at-call.ts';
import { accessStack, anAccount, recordOf, settingNow } from './access-account.ts';

/** A stack that comes, changes and goes, with a fault. Gives the calls of its function. */
async function live(fault?: CallFault): Promise<readonly string[]> {
  const cloud = anAccount('Theirs');
  const calls = faultAtCall(cloud, fault);
  const place = `${fault?.kind} at call ${fault?.number}`;
  const stackOf = (role: string) => accessStack({ defaultHostManagement: { role, replaces: 'Theirs' } });
  const created = await createStack(cloud, stackOf('Mine'));
  expect([created.status, created.failure?.message], place).toEqual(['CREATE_COMPLETE', undefined]);
  expect(settingNow(cloud), place).toBe('Mine');
  const updated = await updateStack(cloud, created.stack, stackOf('Other'));
  expect([updated.status, updated.failure?.message], place).toEqual(['UPDATE_COMPLETE', undefined]);
  expect(settingNow(cloud), place).toBe('Other');
  expect((await deleteStack(cloud, updated.stack)).status, place).toBe('DELETE_COMPLETE');
  expect([settingNow(cloud), recordOf(cloud)], place).toEqual(['Theirs', undefined]);
  return calls;
}

describe('one fault, at every call in the life of a stack', () => {
  it('has these calls to strike', async () => {
    const names = (await live()).map((each) => each.split(':')[1]);
    const read = ['GetParameter', 'GetServiceSetting'];
    const change = ['PutParameter', 'UpdateServiceSetting'];
    expect(names.filter((name) => name !== 'PutObject')).toEqual([
      ...[...read, ...change],
      ...[...read, ...change, 'PutParameter'],
      ...[...read, 'UpdateServiceSetting', 'DeleteParameter'],
    ]);
  });

  it.each(plainCallFaults)('%s changes nothing in what becomes of the setting', async (kind) => {
    const { length } = await live();
    for (let number = 1; number <= length; number++) await live({ kind, number });
  });
});
