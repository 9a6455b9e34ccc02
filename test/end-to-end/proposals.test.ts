import { beforeAll, expect, it } from 'vitest';
import { type Application, specOf, startApplication } from './application.ts';
import { deployAgain } from './deploy-again.ts';

let application: Application;
const proposed = () =>
  application.lines('events.put').filter(({ fields }) => fields['detailType'] === 'Roll-Out Proposed');

/** Three onboarded instances, and more than one sweep. */
beforeAll(async () => {
  application = await startApplication();
  application.cloud.ec2.fleet.launch(Array.from({ length: 3 }, () => specOf('amazonLinux2023', {})));
  await application.pass(60);
});

it('the first deployment proposes nothing: nobody has an earlier version', () => {
  expect(proposed()).toEqual([]);
});

it('a deployment of a new version is proposed by the next sweep, and by no other', async () => {
  await deployAgain(application);
  await application.pass(25);
  expect(proposed()).toHaveLength(1);
  await application.pass(100);
  expect(proposed()).toHaveLength(1);
  expect(application.cloud.observations.deniedCalls).toBe(0);
});

it('the sweep uses every permission that it needs for that', () => {
  const unused = application.cloud.access.unusedPermissions();
  const own = unused.filter(({ roleArn }) => roleArn === application.sweepRoleArn);
  expect(own.filter(({ action }) => /UpdateItem|PutEvents/.test(action))).toEqual([]);
});
