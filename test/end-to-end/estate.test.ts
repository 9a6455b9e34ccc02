import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { capabilities } from '../../lib/capabilities/capabilities.ts';
import { stackNameOf } from '../../lib/capabilities/capability.ts';
import { exampleFleet } from '../../simulator/fleet/example-fleet.ts';
import { deployApplication } from '../../simulator/run/deploy-application.ts';
import { runWorkload } from '../../simulator/run/run-workload.ts';
import { everything } from '../lib/everything.ts';
import { withApp } from '../lib/synthesize.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-estate-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('with every capability on, the onboarding runs as ever, and what is not run is named', async () => {
  withApp(everything, (app) => cpSync(app.synth().directory, folder, { recursive: true }));
  const application = await deployApplication(folder, { seed: 1 });
  expect(application.stacks.map(({ id }) => id)).toEqual(['MusterOnboarding']);
  const all = capabilities.map((each) => stackNameOf(each, 'Muster'));
  expect(['MusterOnboarding', ...application.leftOut].sort()).toEqual(all.sort());
  const workload = exampleFleet({ launches: 20, seed: 1, place: application.cloud });
  expect(await runWorkload(application, workload)).toMatchObject({ launched: 20, accounted: true });
});
