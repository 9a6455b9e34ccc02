import { describe, expect, it } from 'vitest';
import type { RosterTable } from '../../../lambdas/kept-roster/roster-table-client.ts';
import { settleRoster } from '../../../lambdas/kept-roster/settle-roster.ts';
import { fakeLog } from '../fakes.ts';
import { aTable, bareSettings, wholeSettings } from './a-table.ts';

/** A table that notes what is put on it. */
function aRosterTable(answers: Partial<RosterTable> = {}) {
  const puts: string[] = [];
  const noted = (what: string) => async (on: string) => {
    puts.push(`${what} ${on}`);
  };
  const table: RosterTable = {
    read: async () => aTable(),
    readSettings: async () => bareSettings(),
    protect: noted('protection'),
    makeRecoverable: noted('recovery'),
    mark: noted('tag'),
    setTimeToLive: async (name) => {
      puts.push(`time to live ${name}`);
      return 'set';
    },
    ...answers,
  };
  return { table, puts, log: fakeLog() };
}

const properties = { ServiceToken: 'arn', TableName: 'Restored' };
const create = { RequestType: 'Create' as const, ResourceProperties: properties };
const failed = (reason: string) => ({ status: 'FAILED', physicalResourceId: 'Restored', reason });

describe('settling', () => {
  it('puts on what is missing, and answers with the name of the table', async () => {
    const { puts, ...ports } = aRosterTable();
    expect(await settleRoster(create, ports)).toEqual({
      status: 'SUCCESS',
      physicalResourceId: 'Restored',
      data: {},
    });
    expect(puts).toEqual(['protection Restored', 'recovery Restored', 'tag arn', 'time to live Restored']);
    expect(ports.log.lines).toMatchObject([
      { message: 'settings of the roster decided', fields: [{ table: 'Restored' }] },
    ]);
  });

  it('changes nothing when the event comes twice', async () => {
    const whole = {
      read: async () => aTable({ isProtected: true }),
      readSettings: async () => wholeSettings,
    };
    const { puts, ...ports } = aRosterTable(whole);
    expect(await settleRoster(create, ports)).toMatchObject({ status: 'SUCCESS' });
    expect(puts).toEqual([]);
  });

  it('leaves the table as it is when the resource is deleted, also when it was never settled', async () => {
    const { puts, ...ports } = aRosterTable({ read: async () => Promise.reject(new Error('read')) });
    const deletion = { RequestType: 'Delete' as const, ResourceProperties: properties };
    expect(await settleRoster({ ...deletion, PhysicalResourceId: 'Restored' }, ports)).toEqual({
      status: 'SUCCESS',
      physicalResourceId: 'Restored',
      data: {},
    });
    expect(await settleRoster(deletion, ports)).toMatchObject({ status: 'SUCCESS' });
    expect(puts).toEqual([]);
  });
});

describe('a failure', () => {
  it('names the table and what it lacks, and nothing is changed', async () => {
    const { puts, ...ports } = aRosterTable({ read: async () => aTable({ indexes: [] }) });
    expect(await settleRoster(create, ports)).toEqual(
      failed(
        'The table Restored: it lacks the index ByDue; restore it again with all its indexes, and name that table',
      ),
    );
    expect(puts).toEqual([]);
  });

  it('tells of a table that is not there, without asking more', async () => {
    const readSettings = async () => Promise.reject(new Error('asked'));
    const { puts: _, ...ports } = aRosterTable({ read: async () => undefined, readSettings });
    expect(await settleRoster(create, ports)).toMatchObject({
      reason: expect.stringMatching(/^The table Restored: it is not in this account and region;/),
    });
  });

  it('does not ask for the settings of a table that is still being restored', async () => {
    const readSettings = async () => Promise.reject(new Error('asked'));
    const { puts: _, ...ports } = aRosterTable({
      read: async () => aTable({ status: 'CREATING' }),
      readSettings,
    });
    expect(await settleRoster(create, ports)).toMatchObject({
      reason: expect.stringContaining('it is still being restored'),
    });
  });

  it('tells of another attribute of time to live, and nothing is changed', async () => {
    const timeToLive = { status: 'ENABLED', attribute: 'ttl' };
    const { puts, ...ports } = aRosterTable({ readSettings: async () => bareSettings({ timeToLive }) });
    expect(await settleRoster(create, ports)).toMatchObject({
      reason: expect.stringContaining('its time to live follows the attribute ttl'),
    });
    expect(puts).toEqual([]);
  });

  it('tells when time to live may be changed again', async () => {
    const { puts, ...ports } = aRosterTable({ setTimeToLive: async () => 'tooSoon' });
    expect(await settleRoster(create, ports)).toEqual(
      failed(
        'The table Restored: its time to live was changed within the last hour, and DynamoDB takes no other change so soon; deploy again in an hour',
      ),
    );
    expect(puts).toHaveLength(3);
  });

  it('keeps the id of the table from before, so that no other is taken for replaced', async () => {
    const error = Object.assign(new Error('refused'), { name: 'AccessDeniedException' });
    const { puts: _, ...ports } = aRosterTable({ protect: async () => Promise.reject(error) });
    const update = { ...create, RequestType: 'Update' as const, PhysicalResourceId: 'Earlier' };
    expect(await settleRoster(update, ports)).toEqual({
      ...failed('The table Restored: AccessDeniedException: refused'),
      physicalResourceId: 'Earlier',
    });
  });

  it('tells of properties that are malformed', async () => {
    const { puts: _, ...ports } = aRosterTable();
    const malformed = { RequestType: 'Create' as const, ResourceProperties: { ServiceToken: 'arn' } };
    expect(await settleRoster(malformed, ports)).toMatchObject({
      status: 'FAILED',
      reason: 'The roster: the property TableName is not the name of a table',
    });
  });
});
