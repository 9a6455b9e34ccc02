import { describe, expect, it } from 'vitest';
import { canChoose, nodeShells } from '../../programs.ts';
import { canInstall, startInstallerBench } from '../installer-bench.ts';

const { launch, content, renderPacked } = await startInstallerBench();

/** The other tests run what these lines unpack, with the folder of a node in it. Here nothing is changed. */
describe.runIf(canInstall).each(nodeShells)('the step as it is, under %s', (_name, shell) => {
  it('unpacks itself and runs', async () => {
    const { code, lines } = await launch({ kernel: 'FreeBSD' }).run(renderPacked(), shell);
    expect([code, lines]).toEqual([
      22,
      ['muster: outcome 22 unsupported: the kernel is FreeBSD; allowed is Linux'],
    ]);
  });

  it.each(['base64', 'gzip'].filter((name) => canChoose(shell, name)))(
    'refuses a node without %s: 29',
    async (name) => {
      const { code, lines } = await launch({ without: [name] }).run(renderPacked(), shell);
      expect([code, lines]).toEqual([29, [expect.stringContaining('the node cannot unpack the installer')]]);
    },
  );

  it('leaves room for a configure script of 16 KB in the 64 KB of a document', () => {
    const bytes = Buffer.byteLength(JSON.stringify(content));
    // A line of 40 characters with two quotes becomes 45 in JSON; the rest is for what the configuration says.
    expect(bytes + (16 * 1024 * 45) / 40 + 6 * 1024).toBeLessThan(64 * 1024);
  });
});
