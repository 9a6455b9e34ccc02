import { reportFailure } from './failure.ts';
import { createProgram } from './program.ts';
import { watchOutput } from './watch-output.ts';

// Node.js 20 is supported (package.json, `engines`), and the SDK would warn of it at every call of the command line.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
watchOutput(process.stdout);
watchOutput(process.stderr);

async function run(): Promise<void> {
  const program = await createProgram(process.argv[2]);
  await program.parseAsync();
}

run().catch(reportFailure);
