import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AssemblyError } from '../../src/deployment/assembly.ts';
import { deployAssembly } from '../../src/deployment/deploy-assembly.ts';
import { packageFolder } from '../tree/package-folder.ts';

const echo = join(packageFolder, 'test', 'bin', 'echo-application');

describe('an assembly', () => {
  it('is deployed into an account of its own', async () => {
    const { cloud, stacks } = await deployAssembly(echo, { seed: 7 });
    expect([...stacks.keys()]).toEqual(['Echo']);
    expect([cloud.seed, new Date(cloud.timeline.nowMs).getUTCFullYear()]).toEqual([7, 2030]);
    const types = [...(stacks.get('Echo')?.resources.values() ?? [])].map(({ type }) => type);
    expect(types).toContain('AWS::Lambda::Function');
  });

  it('must be one', async () => {
    await expect(deployAssembly(packageFolder)).rejects.toThrow(AssemblyError);
  });
});
