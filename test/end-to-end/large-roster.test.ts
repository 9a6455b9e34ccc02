import { beforeAll, describe, expect, it } from 'vitest';
import { type Application, specOf, startApplication } from './application.ts';

/**
 * A roster in which nearly all entries are of instances that were terminated long ago, as short-lived instances leave it
 * behind. DynamoDB tells its size only after some hours.
 */
const closedCount = 1000;
const hoursToSize = 6.5;

let application: Application;
let readsAtFirst = 0;
beforeAll(async () => {
  application = await startApplication();
  fill(application);
  readsAtFirst = await readsOf(60);
  await application.pass(hoursToSize * 60);
});

function fill({ cloud, rosterTableName }: Application): void {
  const longAgo = String(cloud.timeline.nowMs - 7 * 24 * 3_600_000);
  for (let i = 0; i < closedCount; i++) {
    const Item = {
      instanceId: { S: `i-0${i.toString(16).padStart(16, '0')}` },
      status: { S: 'gone' },
      reason: { S: 'Terminated' },
      revision: { N: '4' },
      launchedAt: { N: longAgo },
      changedAt: { N: longAgo },
      note: { S: 'x'.repeat(300) },
    };
    cloud.dynamodb.operations.PutItem.run({ TableName: rosterTableName, Item }, cloud.administrator());
  }
}

/** The read units of the table while some minutes pass, without those of its indexes. */
async function readsOf(minutes: number): Promise<number> {
  const { cloud, rosterTableName } = application;
  const read = () => cloud.meter.of('dynamodb.readUnits').get(rosterTableName) ?? 0;
  const before = read();
  await application.pass(minutes);
  return read() - before;
}

/** Every recheck and every sweep reads the pulse of the roster, which is one unit. */
const pulseReadsAnHour = 15;

describe('a large roster of a few instances', () => {
  it('is read by key, so that a sweep is not billed for what ended long ago', async () => {
    expect(readsAtFirst).toBeGreaterThan(3 * 40);
    expect(await readsOf(60)).toBe(pulseReadsAnHour);
  });

  it('gets an entry for an instance whose events were lost, and closes one whose end was lost', async () => {
    const { cloud } = application;
    cloud.faults = { transit: () => [] };
    const [missing, lost] = cloud.ec2.fleet.launch([specOf('amazonLinux2023'), specOf('amazonLinux2023')]);
    if (missing === undefined || lost === undefined) throw new Error('two instances were launched');
    await application.pass(5);
    cloud.faults = {};
    await application.pass(80);
    expect([missing, lost].map(({ id }) => application.roster().get(id)?.['status'])).toEqual([
      'onboarded',
      'onboarded',
    ]);
    cloud.faults = { transit: () => [] };
    cloud.ec2.fleet.terminate(lost);
    await application.pass(5);
    cloud.faults = {};
    await application.pass(60);
    expect(application.roster().get(lost.id)?.['status']).toBe('gone');
    expect(application.roster().get(missing.id)?.['status']).toBe('onboarded');
  });

  it('is read whole once a day, when everybody is asked about', async () => {
    const hours = 24 - hoursToSize - 3.5;
    expect((await readsOf(hours * 60)) - hours * pulseReadsAnHour).toBeGreaterThan(40);
  });
});
