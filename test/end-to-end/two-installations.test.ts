import { createStack, readAssembly } from 'local-cloud';
import { expect, it } from 'vitest';
import { isOnboarding } from '../../simulator/run/declared-resources.ts';
import { assemblyFolderWith } from '../synthesized.ts';
import { startApplication } from './application.ts';

it('CloudFormation refuses a second installation of another configuration, until that names the first', async () => {
  const { cloud } = await startApplication();
  const deploy = (prefix: string, otherInstallations: string[]) => {
    const names = { prefix, parameterPath: `/${prefix}` };
    const source = readAssembly(assemblyFolderWith({ names, otherInstallations })).find(isOnboarding);
    if (source === undefined) throw new Error('no stack');
    return createStack(cloud, source);
  };
  const refused = await deploy('Second', []);
  expect(refused.status).toBe('ROLLBACK_COMPLETE');
  expect(refused.failure?.message).toContain('/muster-installation/onboards-all-instances-here');
  expect(await deploy('Third', ['Muster'])).toMatchObject({ status: 'CREATE_COMPLETE' });
});
