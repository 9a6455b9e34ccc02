import { succeedingScript } from 'local-cloud';
import { exampleNetwork } from 'local-cloud/test/services/ec2/network-examples.ts';
import { beforeAll, expect, it } from 'vitest';
import { specOf } from '../../end-to-end/application.ts';
import { assemblyFolderWith } from '../../synthesized.ts';
import { readBlocks, updateBlocks } from '../../tree/docs/measured-blocks.ts';
import { forbid, putPulse } from '../account/prepared-cloud.ts';
import { serveApplication } from '../account/served-application.ts';
import { changedSettings } from '../commands/plan/changed-settings.ts';

const page = 'docs/day-2.md';
const served = serveApplication();

/** What the program prints, by the name of its block of the page. */
const said: Record<string, string> = {};

/** A block of a terminal: a command, and its output. */
async function show(...args: readonly string[]): Promise<string> {
  const { lines } = await served().muster(...args);
  return ['```', `$ muster ${args.join(' ')}`, ...lines, '```'].join('\n');
}

/** The plan of another configuration, as of the virtual time. */
async function showPlan(): Promise<string> {
  const at = new Date(served().cloud.timeline.nowMs).toISOString();
  const { lines } = await served().muster('plan', '--app', assemblyFolderWith(changedSettings), '--at', at);
  return ['```', '$ muster plan', ...lines, '```'].join('\n');
}

/** A small fleet in which something of each kind is wrong. */
beforeAll(async () => {
  const { cloud, launchQueueArn, pass } = served();
  const { declaration, placement } = exampleNetwork('no-endpoint', cloud);
  cloud.ec2.network.declare(declaration);
  const never = { registration: { kind: 'never', cause: 'no-network' } } as const;
  const web = { tags: { 'aws:autoscaling:groupName': 'web' } };
  const [good, , , failed] = cloud.ec2.launch([
    ...[1, 2, 3].map(() => specOf('amazonLinux2023', web)),
    specOf('debian12', { script: { ...succeedingScript, exitCodes: [24] } }),
    specOf('windowsServer2022', { tags: { 'muster:exclude': 'true' } }),
    ...[1, 2].map(() => specOf('amazonLinux2023', { ...web, ...placement, ...never })),
  ]);
  await pass(150);
  Object.assign(said, {
    status: await show('status'),
    unmanaged: await show('unmanaged'),
    explain: await show('explain', good?.id ?? ''),
    look: await show('look', failed?.id ?? ''),
    plan: await showPlan(),
  });
  putPulse(served(), Date.now());
  Object.assign(said, { doctor: await show('doctor') });
  const permit = forbid(cloud, 'sqs:SendMessage', launchQueueArn);
  if (good !== undefined) cloud.ec2.fleet.stop(good);
  await pass(5);
  permit();
  Object.assign(said, { redrive: await show('redrive', '--yes') });
  updateBlocks(page, said);
});

it.each(['status', 'unmanaged', 'explain', 'look', 'plan', 'redrive', 'doctor'])(
  '%s says what docs/day-2.md shows',
  (name) => {
    expect(readBlocks(page).get(name)).toBe(said[name]);
  },
);
