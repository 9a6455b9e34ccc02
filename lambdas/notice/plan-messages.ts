import { type ConsolePlace, consoleLinks, systemsManagerLink } from '../shared/domain/console-links.ts';
import type { Notice, NoticeTopic } from '../shared/domain/notice.ts';

/** Where it happened. */
export interface NoticePlace extends ConsolePlace {
  readonly accountId: string;
}

/** One message about all that share a cause. */
export interface Message {
  readonly topic: NoticeTopic;
  /** What tells it from others: the same cause has the same one another time. */
  readonly cause: string;
  readonly subject: string;
  readonly body: string;
  readonly count: number;
}

/** What a message says of one, and of several. */
const nouns: Readonly<Record<NoticeTopic, readonly [one: string, several: string]>> = {
  failed: ['1 instance has failed', 'instances have failed'],
  drifted: ['1 instance has drifted', 'instances have drifted'],
  unmanaged: ['1 instance is unmanaged', 'instances are unmanaged'],
  automations: ['1 execution', 'executions'],
  windows: ['1 execution', 'executions'],
  associations: ['1 node', 'nodes'],
  compliance: ['1 node is not compliant', 'nodes are not compliant'],
};

/** What lists all of them. */
const commands: Partial<Readonly<Record<NoticeTopic, string>>> = {
  failed: 'muster failed',
  drifted: 'muster drifted',
  unmanaged: 'muster unmanaged',
};

/** A subject has at most 100 characters of ASCII (API reference of Publish). */
const subjectLengthMax = 99;
/** So many ids are named, and so many have a link. */
const namedMax = 20;
const linkedMax = 3;
/** So many causes have a message of their own. The last message tells of the others. */
const messagesMax = 20;

/** Groups notices by their cause, the largest group first. One that came twice counts once. */
export function planMessages(notices: readonly Notice[], place: NoticePlace): readonly Message[] {
  const groups = new Map<string, { first: Notice; ids: Map<string, Notice> }>();
  for (const notice of notices) {
    const key = JSON.stringify([notice.topic, notice.what, notice.more]);
    const group = groups.get(key) ?? { first: notice, ids: new Map() };
    group.ids.set(notice.id, notice);
    groups.set(key, group);
  }
  const messages = [...groups.values()]
    .map(({ first, ids }) => toMessage(first, [...ids.values()], place))
    .toSorted((a, b) => b.count - a.count);
  return messages.length <= messagesMax ? messages : joinRest(messages, place);
}

function toMessage(first: Notice, all: readonly Notice[], place: NoticePlace): Message {
  const { topic, what, more } = first;
  const [one, several] = nouns[topic];
  const counted = all.length === 1 ? one : `${all.length} ${several}`;
  const title = `${counted}: ${what}`;
  const left = all.length - namedMax;
  const command = commands[topic];
  const body = [
    `${title}.`,
    ...more,
    '',
    ...all.slice(0, namedMax).map(({ id }) => id),
    ...(left > 0 ? [`and ${left} more`] : []),
    '',
    ...(command === undefined ? [] : [`All of them: ${command}`]),
    ...all.slice(0, linkedMax).map((notice) => linkOf(notice, place)),
    `Account ${place.accountId}, ${place.region}.`,
  ];
  return {
    ...{ topic, cause: `${topic} ${what}`, count: all.length },
    ...{ subject: subjectOf(title), body: body.map(onOneLine).join('\n') },
  };
}

function linkOf({ id, page }: Notice, place: NoticePlace): string {
  if (page !== undefined) return systemsManagerLink(page, place);
  const { node = '', instance = '' } = consoleLinks(id, [], place);
  return id.startsWith('mi-') ? node : instance;
}

/** The largest groups have messages of their own; the last message counts the others. */
function joinRest(messages: readonly Message[], { accountId, region }: NoticePlace): readonly Message[] {
  const told = messages.slice(0, messagesMax - 1);
  const rest = messages.slice(messagesMax - 1);
  const count = rest.reduce((sum, message) => sum + message.count, 0);
  const lines = rest.map(({ subject, count: own }) => `${own}  ${subject.replace(/^Muster: /, '')}`);
  const [{ topic } = { topic: 'failed' as const }] = rest;
  const title = `${rest.length} other causes`;
  const body = [`${title}.`, '', ...lines, '', `Account ${accountId}, ${region}.`].join('\n');
  return [...told, { topic, cause: 'others', count, subject: subjectOf(title), body }];
}

/** Names come from others, so a subject is cut to what SNS takes: printable ASCII on one line. */
function subjectOf(title: string): string {
  const subject = `Muster: ${onOneLine(title)}`.replace(/[^ -~]/g, '?');
  return subject.length <= subjectLengthMax ? subject : `${subject.slice(0, subjectLengthMax - 3)}...`;
}

/** Foreign text stays on its line, and moves no cursor. */
function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}
