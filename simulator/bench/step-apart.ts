import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { type LocalCloud, startServer, stopServer } from 'local-cloud';
import type { DeployedFunction } from '../run/deployed-parts.ts';

/** What one call of a function took in a process of its own. */
export interface ApartResult {
  /** From its first line to its last, with every answer of the local cloud in it. */
  readonly seconds: number;
  /** The most memory that the process held, in megabytes of 1,000,000 bytes. */
  readonly megabytes: number;
}

/**
 * Calls the handler of a bundle once, and prints what that took as its last line. The bundle is loaded as CommonJS, as it
 * is in Lambda: here a package above its folder says that it is an ES module.
 */
const caller = `const began = process.hrtime.bigint();
const [, file] = process.argv;
const Module = require('node:module');
const bundle = new Module(file);
bundle._compile(require('node:fs').readFileSync(file, 'utf8'), file);
const { handler } = bundle.exports;
const context = { awsRequestId: 'bench', functionName: 'bench', getRemainingTimeInMillis: () => 600000 };
handler({}, context).then(() => {
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const megabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
  console.info('\\n' + JSON.stringify({ seconds, megabytes }));
}, (error) => { console.error(error); process.exitCode = 1; });`;

/**
 * Calls a deployed function once, as its unmodified bundle in a fresh process. It asks the local cloud over loopback, by
 * the clock of the account, which stands still meanwhile.
 * @throws Error when the call fails.
 */
export async function callApart(
  cloud: LocalCloud,
  { folder, variables }: Pick<DeployedFunction, 'folder' | 'variables'>,
): Promise<ApartResult> {
  const { server, port } = await startServer(cloud, 0);
  try {
    const endpoint = `http://127.0.0.1:${port}`;
    const env = {
      // Clients of SQS ask the host of the URL of a queue.
      ...Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [
          name,
          value.replace(/^https:\/\/sqs\.[^/]+/, endpoint),
        ]),
      ),
      ...{ PATH: process.env['PATH'], AWS_REGION: cloud.region, AWS_EC2_METADATA_DISABLED: 'true' },
      ...{ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_SESSION_TOKEN: 'local' },
      AWS_ENDPOINT_URL: endpoint,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
    const clock = `--import=data:text/javascript,Date.now=()=>${cloud.timeline.nowMs}`;
    const stdout = await run([clock, '-e', caller, join(folder, 'index.js')], env);
    const result: ApartResult = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    return result;
  } finally {
    stopServer(server);
  }
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const maxBuffer = 64 * 1024 * 1024;
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env, maxBuffer }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`the function failed: ${stderr.slice(-2000)}`));
    });
  });
}
