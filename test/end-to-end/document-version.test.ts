import { describe, expect, it } from 'vitest';
import type { AssemblyStack } from '../../local/cloud/assembly.ts';
import { createStack, deleteStack, updateStack } from '../../local/cloud/deployment/deploy-stack.ts';
import type { DeployedStack } from '../../local/cloud/deployment/stack.ts';
import { plainCallFaults } from '../../local/simulator/faults-of-calls.ts';
import config from '../../muster.config.ts';
import { synthesizeOnboarding } from '../lib/synthesize.ts';
import { newCloud } from '../local/cloud/cloud-bench.ts';
import { faultAtCall } from '../local/fault-at-call.ts';
import { partOfStack } from './part-of-stack.ts';

/** The document for Linux and the reader of its version, as they are deployed, for an agent of some version. */
function documentStack(AgentVersion: string): AssemblyStack {
  const InstallAgentLinux = { ...config.documents?.['InstallAgentLinux'], AgentVersion };
  const { Resources } = synthesizeOnboarding({
    documents: { ...config.documents, InstallAgentLinux },
  }).toJSON();
  const rootIds = Object.keys(Resources).filter((id) => id.startsWith('DocumentsInstallAgentLinuxVersion'));
  expect(rootIds).toHaveLength(1);
  return partOfStack(Resources, rootIds, { stackName: 'MusterOnboarding', capability: 'document-version' });
}

const first = documentStack('1.0.0');
const second = documentStack('2.0.0');

/** What functions are told to send. */
function versionIn({ resources }: DeployedStack): unknown {
  const reader = [...resources].find(([id]) => id.startsWith('DocumentsInstallAgentLinuxVersion'));
  return reader?.[1].attribute('Version');
}

describe('the version of a document', () => {
  it('is read at creation and after an update, and its deletion changes nothing', async () => {
    const { cloud } = newCloud();
    const created = await createStack(cloud, first);
    expect([created.status, versionIn(created.stack)]).toEqual(['CREATE_COMPLETE', '1']);
    const updated = await updateStack(cloud, created.stack, second);
    expect([updated.status, versionIn(updated.stack)]).toEqual(['UPDATE_COMPLETE', '2']);
    expect((await deleteStack(cloud, updated.stack)).status).toBe('DELETE_COMPLETE');
  });

  it.each(plainCallFaults)('is read although the first or second call meets %s', async (kind) => {
    for (const number of [1, 2]) {
      const { cloud } = newCloud();
      faultAtCall(cloud, { kind, number });
      const created = await createStack(cloud, first);
      expect([created.status, versionIn(created.stack)], String(number)).toEqual(['CREATE_COMPLETE', '1']);
    }
  });
});
