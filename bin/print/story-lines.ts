import type { Facts } from '../commands/explain/read-facts.ts';
import type { Happening, Story } from '../commands/explain/story.ts';
import { reasonOf } from './reason-texts.ts';
import { shortText, visibleText } from './visible-text.ts';

/** A story, with what it was told from and the pages that show more. */
interface ToldStory extends Story {
  readonly facts: Facts;
  readonly links: Readonly<Record<string, string>>;
}

/** What `muster explain` prints: the answer, what to do, the story in order, what is next, and where to look. */
export function storyLines({ facts, links, ...story }: ToldStory): string[] {
  return [
    `${story.instanceId} is ${story.answer}`.replace(/ is (Neither|The roster)/, ': $1'),
    ...(story.place === undefined ? [] : [`Where: ${visibleText(story.place)}`]),
    ...(story.sure === undefined ? [] : [`This is ${visibleText(story.sure)}.`]),
    ...(story.remedy === undefined ? [] : [`What to do: ${story.remedy}`]),
    ...describeNode(facts),
    ...(story.happenings.length === 0 ? [] : ['', 'Story (UTC):']),
    ...(story.isCut ? ['  ... earlier changes are not kept'] : []),
    ...story.happenings.flatMap(happeningLines),
    '',
    `Next: ${story.next.what}${story.next.at === undefined ? '' : `, ${second(story.next.at)} UTC`}.`,
    ...Object.entries(links).map(([name, link]) => `${name}: ${link}`),
  ];
}

/** What the instance is, of the parts that are known. */
function describeNode({ entry, instance, managed }: Facts): string[] {
  const parts = [
    instance?.state,
    managed?.platformName ?? entry?.platform,
    entry === undefined ? undefined : `from ${entry.source}`,
    entry?.profile === undefined ? undefined : `profile ${entry.profile}`,
    managed === undefined
      ? undefined
      : `SSM agent ${managed.agentVersion ?? 'of unknown version'} ${managed.isOnline ? 'online' : 'not answering'}`,
  ];
  const known = parts.flatMap((part) => (part === undefined ? [] : shortText(part)));
  return known.length === 0 ? [] : [known.join(', ')];
}

function happeningLines(happening: Happening): string[] {
  const at = second(happening.at);
  switch (happening.kind) {
    case 'started':
      return [`  ${at}  the instance started`];
    case 'decided': {
      const { status, reason } = happening;
      const sentence = reasonOf(reason)?.sentence ?? '';
      return [`  ${at}  ${visibleText(status)}: ${visibleText(reason)}. ${sentence}`.trimEnd()];
    }
    case 'commanded': {
      const { document, documentVersion, commandId, status, steps } = happening;
      return [
        `  ${at}  command ${commandId}: ${visibleText(document)} version ${documentVersion}: ${status}`,
        ...steps.map(
          (step) =>
            `${' '.repeat(23)}step ${visibleText(step.name)}: ${step.status}, exit code ${step.exitCode}`,
        ),
      ];
    }
  }
}

/** A time to the second. */
function second(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}
