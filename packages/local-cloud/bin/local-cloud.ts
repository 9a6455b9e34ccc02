import { describeFailure } from './command-failure.ts';
import { readOptions, usage } from './options.ts';
import { readStacks } from './read-stacks.ts';

/** The command: see `usage`. It loads the account and the SDK only after it has checked the arguments. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const say = (text: string) => void process.stdout.write(text);
  if (options === undefined) return say(usage);
  const stacks = readStacks(options.app);
  const { serveStacks } = await import('./serve-stacks.ts');
  await serveStacks(stacks, options, say);
}

main().catch((error: unknown) => {
  const { text, exitCode } = describeFailure(error);
  process.exitCode = exitCode;
  process.stderr.write(`local-cloud: ${text}\n`);
});
