import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { canChoose } from '../../programs.ts';
import { AwsStandIn } from '../aws-stand-in.ts';
import { debianShell } from '../deb-node.ts';
import { fetchers, withoutFetchers } from '../fetchers.ts';
import { canInstall, good, startInstallerBench } from '../installer-bench.ts';
import type { PretendNode, StartedRun } from '../node.ts';
import { sha256 } from '../packages.ts';
import { roleCredentials } from '../secrets-bench.ts';

const { server, launch, render } = await startInstallerBench();
const aws = new AwsStandIn();
beforeAll(async () => {
  await aws.start();
  aws.launchWith('web', roleCredentials);
});
afterAll(() => aws.close());

const senders = fetchers.filter(({ name }) => ['curl', 'wget', 'python3'].includes(name));

/** The processes of this machine that have the folder of a node in their environment: `pid command`. */
function processesOf({ folder }: PretendNode): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const isOfNode = readFileSync(join('/proc', pid, 'environ'), 'latin1').includes(folder);
      const words = readFileSync(join('/proc', pid, 'cmdline'), 'latin1')
        .replaceAll('\0', ' ')
        .trim();
      return isOfNode && words !== '' ? [`${pid} ${words}`] : []; // a process without words has ended
    } catch {
      return []; // it ended, or belongs to somebody else
    }
  });
}

describe.runIf(canInstall).each(debianShell)(
  'a slow download from a private bucket under %s',
  (_name, shell) => {
    /** Starts a run, and gives it when the package is on its way. */
    async function startDownload(node: PretendNode): Promise<StartedRun> {
      const asked = new Promise<void>((resolve) => {
        server.answer('/acme-agents/slow.tar.gz', (_request, response) => {
          response.writeHead(200, { 'Content-Length': '1000000' });
          response.write('x'.repeat(1000));
          resolve();
        });
      });
      const environment = {
        AWS_ENDPOINT_URL_S3: server.url,
        AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.url,
        AWS_SSM_REGION_NAME: 'eu-west-1',
      };
      const entry = `any/x86_64=s3://acme-agents/slow.tar.gz#${sha256(good)}`;
      const run = node.start(render(entry, {}, { environment }), shell);
      await Promise.race([
        asked,
        run.ended.then((end) => Promise.reject(new Error(`it ended early: ${JSON.stringify(end)}`))),
      ]);
      return run;
    }

    describe.runIf(canChoose(shell, 'wget')).each(senders.map((each) => [each.name, each] as const))(
      'with %s alone',
      (sender, { equip }) => {
        it.each(['the shell alone', 'the whole group'])(
          'leaves no process when %s is killed during it (case K)',
          async (who) => {
            const node = launch({ without: withoutFetchers });
            equip(node);
            const run = await startDownload(node);
            expect(processesOf(node).join('\n')).toContain(sender);
            process.kill(who === 'the shell alone' ? run.pid : -run.pid, 'SIGKILL');
            expect((await run.ended).code).toBe(null);
            await vi.waitFor(() => expect(processesOf(node)).toEqual([]), { timeout: 5000 });
            // Each second of the limit, had it been waited for, would be a line.
            expect(node.read('slept').split('\n').length).toBeLessThan(100);
          },
        );

        it('ends at once when the shell alone is told to', async () => {
          const node = launch({ without: withoutFetchers });
          equip(node);
          const run = await startDownload(node);
          process.kill(run.pid, 'SIGTERM');
          const { code, output } = await run.ended;
          expect([code, output]).toEqual([30, expect.stringContaining('muster: outcome 30 interrupted: ')]);
          await vi.waitFor(() => expect(processesOf(node)).toEqual([]), { timeout: 5000 });
        });
      },
    );
  },
);
