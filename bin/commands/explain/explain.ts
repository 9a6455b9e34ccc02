import type { Command } from 'commander';
import { systemClock } from '../../../lambdas/shared/clients/system-clock.ts';
import { consoleLinks } from '../../../lambdas/shared/domain/console-links.ts';
import { type AccountFlags, addAccountFlags, connect } from '../../account/connection.ts';
import { findDeployment } from '../../account/deployment.ts';
import { exitCodes } from '../../failure.ts';
import { say } from '../../print/say.ts';
import { storyLines } from '../../print/story-lines.ts';
import { jsonText } from '../../print/visible-text.ts';
import { refuseOtherIds } from '../shared/node-ids.ts';
import { tellStory } from './story.ts';

const examples = `
Examples:
  muster explain i-0123456789abcdef0
  muster explain i-0123456789abcdef0 --json

Exit code: 0 when the roster knows the instance, 1 when it does not; 2 when a flag is wrong, or the account cannot be
asked; 74 when the output cannot be written.`;

/** `muster explain`: the story of one instance in order, what is next, and where to look. */
export function addExplainCommand(program: Command): void {
  addAccountFlags(program.command('explain <instance>'))
    .description(
      'The story of an instance: starts, decisions with reasons, commands with exit codes, what is next.',
    )
    .addHelpText('after', examples)
    .action(explain);
}

async function explain(instanceId: string, flags: AccountFlags): Promise<void> {
  refuseOtherIds([instanceId]);
  const connection = await connect(flags);
  const deployed = await findDeployment(connection);
  const question = { settings: connection.clientSettings, deployed, nowMs: systemClock.now() };
  // The clients of AWS take a while to load. Help and a wrong flag do without them.
  const { readFacts } = await import('./read-facts.ts');
  const facts = await readFacts(question, instanceId);
  const story = tellStory(facts);
  const commandIds = facts.commands.map(({ commandId }) => commandId);
  const links = consoleLinks(instanceId, commandIds, deployed);
  if (facts.entry === undefined) process.exitCode = exitCodes.different;
  const { account, region } = deployed;
  if (flags.json) {
    const { entry, instance, managed } = facts;
    process.stdout.write(`${jsonText({ account, region, ...story, entry, instance, managed, links })}\n`);
  } else say(storyLines({ ...story, facts, links }));
}
