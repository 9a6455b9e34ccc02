import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { deployApplication } from '../../../simulator/run/deploy-application.ts';
import { findParts } from '../../../simulator/run/deployed-parts.ts';
import { copyAssembly } from '../../changed-assembly.ts';
import { assemblyFolder } from '../../synthesized.ts';

/** Adds a stack to an assembly: a table, and a queue whose logical id looks like ours. */
function addStack(folder: string, id: string): void {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const { environment } = manifest.artifacts['MusterOnboarding'];
  const properties = { templateFile: `${id}.template.json` };
  manifest.artifacts[id] = { type: 'aws:cloudformation:stack', environment, properties };
  const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
  const Resources = {
    RosterTable5088F754: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema } },
    LaunchQueueE31A5174: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 1 } },
  };
  writeFileSync(join(folder, properties.templateFile), JSON.stringify({ Resources }));
  writeFileSync(join(folder, `${id}.assets.json`), '{}');
  writeFileSync(file, JSON.stringify(manifest));
}

it('runs the onboarding alone, and leaves out another stack that has a table as well', async () => {
  const { folder } = copyAssembly();
  addStack(folder, 'Another');
  const { stacks, leftOut } = await deployApplication(folder, { seed: 1 });
  expect(stacks.map(({ id }) => id)).toEqual(['MusterOnboarding']);
  expect(leftOut).toEqual(['Another']);
});

it('finds the function, the table and the queue by their declarations, not by their names', async () => {
  const { folder } = copyAssembly();
  const file = join(folder, 'MusterOnboarding.template.json');
  const renamed = readFileSync(file, 'utf8')
    .replaceAll('RosterTable5088F754', 'Other')
    .replaceAll('LaunchQueueE31A5174', 'Waiting')
    .replaceAll('OnboardingOnboardFunctionA3A18881', 'Work');
  writeFileSync(file, renamed);
  const application = await deployApplication(folder, { seed: 1 });
  expect(application.rosterTableName).toContain('Other');
  expect(application.launchQueueUrl).toContain('Waiting');
  const { functions } = findParts(application.cloud, application.stacks);
  expect(functions.find(({ purpose }) => purpose === 'onboard')?.functionName).toContain('Work');
});

it('changes the delay of the launch queue, and leaves the outcome queue as it is', async () => {
  const delaysOf = async (timing: { launchDelaySeconds?: number }) => {
    const application = await deployApplication(assemblyFolder(), { seed: 1, ...timing });
    const { queues } = findParts(application.cloud, application.stacks);
    return queues
      .filter(({ isWorkedOn }) => isWorkedOn)
      .map(({ queue }) => [queue.url === application.launchQueueUrl, queue.settings.delaySeconds]);
  };
  expect(await delaysOf({})).toEqual([
    [true, 180],
    [false, 60],
  ]);
  expect(await delaysOf({ launchDelaySeconds: 5 })).toEqual([
    [true, 5],
    [false, 60],
  ]);
});
