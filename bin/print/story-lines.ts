import type { Next } from '../commands/explain/next.ts';
import type { Facts } from '../commands/explain/read-facts.ts';
import type { Happening, Story } from '../commands/explain/story.ts';
import { durationText } from './duration-text.ts';
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
    visibleText(`${story.instanceId} is ${story.answer}`.replace(/ is (Neither|The roster)/, ': $1')),
    ...(story.place === undefined ? [] : [`Where: ${visibleText(story.place)}`]),
    ...story.drifts.map(visibleText),
    ...story.compliance,
    ...(story.sure === undefined ? [] : [`This is ${visibleText(story.sure)}.`]),
    ...(story.remedy === undefined ? [] : [`What to do: ${story.remedy}`]),
    ...describeNode(facts),
    ...(story.happenings.length === 0 ? [] : ['', 'Story (UTC):']),
    ...(story.beforeHistory === undefined ? [] : [`  ... ${visibleText(story.beforeHistory)}`]),
    ...story.happenings.flatMap(happeningLines),
    '',
    `Next: ${nextText(story.next)}.`,
    ...Object.entries(links).map(([name, link]) => `${name}: ${link}`),
  ];
}

/** What the instance is, of the parts that are known. */
function describeNode({ entry, instance, managed }: Facts): string[] {
  const parts = [
    instance?.outside === undefined ? instance?.state : 'registered',
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
      return [`  ${at}  ${startText(happening)}`];
    case 'logged': {
      const sentence = reasonOf(happening.reason)?.sentence ?? '';
      return [`  ${at}  decided: ${visibleText(happening.reason)}. ${sentence}`.trimEnd()];
    }
    case 'decided': {
      const { status, reason } = happening;
      const sentence = reasonOf(reason)?.sentence ?? '';
      return [`  ${at}  ${visibleText(status)}: ${visibleText(reason)}. ${sentence}`.trimEnd()];
    }
    case 'commanded': {
      const { document, documentVersion, commandId, status, steps, isVerification } = happening;
      return [
        `  ${at}  ${isVerification === true ? 'verification' : 'command'} ${commandId}: ${visibleText(document)} version ${documentVersion}: ${status}`,
        ...steps.map(
          (step) =>
            `${' '.repeat(23)}step ${visibleText(step.name)}: ${step.status}` +
            (step.exitCode === undefined ? '' : `, exit code ${step.exitCode}`),
        ),
      ];
    }
  }
}

function startText({ isBy, isHeard }: { readonly isBy?: true; readonly isHeard?: true }): string {
  if (isBy) return 'the instance had started by then';
  return isHeard ? 'the instance started, or was first heard of' : 'the instance started';
}

function nextText({ what, at, by, withinSeconds, unmanagedAt }: Next): string {
  const times = [
    ...(at === undefined ? [] : [`${second(at)} UTC`]),
    ...(by === undefined ? [] : [`by ${second(by)} UTC`]),
    ...(withinSeconds === undefined ? [] : [`within ${durationText(withinSeconds)}`]),
  ];
  const horizon = unmanagedAt === undefined ? '' : `; unmanaged from ${second(unmanagedAt)} UTC on`;
  return `${[what, ...times].join(', ')}${horizon}`;
}

/** A time to the second. */
function second(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}
