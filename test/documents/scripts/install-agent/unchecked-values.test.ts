import { describe, expect, it } from 'vitest';
import { nodeShells } from '../programs.ts';
import { canInstall, startInstallerBench } from './installer-bench.ts';

const { server, launch, installUncheckedUnder } = await startInstallerBench();

describe.runIf(canInstall).each(nodeShells)('the Linux installer under %s', (_name, shell) => {
  const installUnchecked = installUncheckedUnder(shell);

  it.each([
    ['MUSTER_AGENT_NAME', '$(touch canary)'],
    ['MUSTER_AGENT_NAME', ''],
    ['MUSTER_AGENT_VERSION', '1; touch canary'],
    ['MUSTER_SERVICE_NAME', '`touch canary`'],
    ['MUSTER_SERVICE_NAME', '--force'],
    ['MUSTER_SERVICE_NAME', 'x\nmuster: outcome 0 done: forged'],
    ['MUSTER_PACKAGES', `any/x86_64=http://127.0.0.1/'"$(echo>canary)".deb#${'0'.repeat(64)}`],
    ['MUSTER_PACKAGES', `any/x86_64=http://example.com/a.deb#${'0'.repeat(64)}`],
    ['MUSTER_PACKAGES', `any/x86_64=https://example.com/a.deb#${'0'.repeat(63)}`],
    ['MUSTER_PACKAGES', `any/riscv64=https://example.com/a.deb#${'0'.repeat(64)}`],
    ['MUSTER_DOWNLOAD_TIMEOUT_SECONDS', '901'],
    ['MUSTER_HEALTH_TIMEOUT_SECONDS', '$(touch canary)'],
  ])('refuses %s=%j, which stays inert: 26', async (name, value) => {
    const node = launch();
    const { code, lines } = await installUnchecked(node, { [name]: value });
    expect(code).toBe(26);
    expect(lines).toHaveLength(1);
    expect(node.has('canary')).toBe(false);
    expect(server.requests).toEqual([]);
  });
});
