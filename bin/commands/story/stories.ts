import type { Command } from 'commander';
import { seedOption } from '../shared/whole-number.ts';
import type { StoryOptions } from './run-story.ts';

const examples = `
What is printed is a transcript: lines that begin with # tell what happens and when, lines that begin with $ are commands
of muster, and what follows is what they print. The application runs unmodified in a local cloud, in virtual time.

Examples:
  muster story rollout
  muster story remediation

Exit code: 0; 2 when a flag or muster.config.ts is wrong; 74 when the output
cannot be written.`;

/** `muster story`: a long job of an operator, played in a local cloud within minutes. */
export function addStoryCommand(program: Command): void {
  const story = program
    .command('story')
    .description(
      'Play a job of days in a local cloud, and print its transcript: no account, nothing leaves this machine.',
    )
    .addHelpText('afterAll', examples);
  story
    .command('rollout')
    .description(
      'A roll-out over 1,100 instances: its package fails on one distribution, the gate stops it, it is mended.',
    )
    .addOption(seedOption())
    .allowExcessArguments(false)
    .action(run('rollout'));
  story
    .command('remediation')
    .description(
      'An instance without an instance profile: unmanaged, found by a rule of AWS Config, mended by a runbook, onboarded.',
    )
    .addOption(seedOption())
    .allowExcessArguments(false)
    .action(run('remediation'));
}

function run(story: 'rollout' | 'remediation') {
  return async (options: StoryOptions): Promise<void> => {
    // The local cloud takes half a second to load. It is not needed for help or for a wrong flag.
    const { runStory } = await import('./run-story.ts');
    await runStory(story, options);
  };
}
