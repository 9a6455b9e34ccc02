import { describe, expect, it } from 'vitest';
import { nodeShells } from '../programs.ts';
import { canInstall, startInstallerBench } from './installer-bench.ts';

const { server, launch, installUncheckedUnder } = await startInstallerBench();

describe.runIf(canInstall).each(nodeShells)('the Linux installer under %s', (_name, shell) => {
  const installUnchecked = installUncheckedUnder(shell);

  it.each([
    ['agent', '$(touch canary)'],
    ['agent', ''],
    ['version', '1; touch canary'],
    ['service', '`touch canary`'],
    ['service', '--force'],
    ['service', 'x\nmuster: outcome 0 done: forged'],
    ['packages', `any/x86_64=http://127.0.0.1/'"$(echo>canary)".deb#${'0'.repeat(64)}`],
    ['packages', `any/x86_64=http://example.com/a.deb#${'0'.repeat(64)}`],
    ['packages', `any/x86_64=https://example.com/a.deb#${'0'.repeat(63)}`],
    ['packages', `any/riscv64=https://example.com/a.deb#${'0'.repeat(64)}`],
    ['download_seconds', '901'],
    ['health_seconds', '$(touch canary)'],
  ])('refuses %s=%j, which stays inert: 26', async (name, value) => {
    const node = launch();
    const { code, lines } = await installUnchecked(node, name, value);
    expect(code).toBe(26);
    expect(lines).toHaveLength(1);
    expect(node.has('canary')).toBe(false);
    expect(server.requests).toEqual([]);
  });
});
