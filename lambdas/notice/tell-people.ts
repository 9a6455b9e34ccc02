import type { Clock } from '../shared/clients/system-clock.ts';
import type { Notice } from '../shared/domain/notice.ts';
import type { Log } from '../shared/runtime/log.ts';
import type { NoticeQueue } from './notice-queue-client.ts';
import type { NoticeSettings } from './notice-settings.ts';
import { parseNotices } from './parse-notices.ts';
import type { People } from './people-client.ts';
import { planEntryNotices } from './plan-entry-notices.ts';
import { type Message, type NoticePlace, planMessages } from './plan-messages.ts';
import type { ProblemEntries } from './problem-entries-client.ts';

/** What telling needs from outside. */
export interface TellPorts {
  readonly entries: ProblemEntries;
  readonly queue: NoticeQueue;
  readonly people: People;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** What was told. */
export interface Told {
  readonly messages: readonly Message[];
  readonly notices: readonly Notice[];
}

/** So many events are told of in one call; the next call tells of the others. */
const eventsMax = 5_000;
/**
 * Problems of so long are looked through each time. An entry says itself whether people were told of it, so nothing that the
 * index shows late is missed, and nothing that came while no call ended well.
 */
const lookBackMs = 7 * 24 * 60 * 60_000;

/**
 * Tells people of all that they were not told of: one message for each cause. What was told is noted last, so a call that
 * dies is made good by the next one, and people may hear of something twice.
 */
export async function tellPeople(
  { entries, queue, people, clock, log }: TellPorts,
  settings: Pick<NoticeSettings, 'tellsOutcomes' | 'opensOpsItems'>,
  place: NoticePlace,
): Promise<Told> {
  const fromMs = clock.now() - lookBackMs;
  const problems = settings.tellsOutcomes ? await entries.changedAfter(fromMs) : [];
  const ofEntries = planEntryNotices(problems, fromMs);
  const waiting = await queue.take(eventsMax);
  const { received, unreadable } = parseNotices(waiting);
  for (const record of unreadable) log.error('event unreadable', { ...record });
  const notices = [...ofEntries, ...received.flatMap(({ content }) => content.notice ?? [])];
  const messages = planMessages(notices, place);
  for (const message of messages) {
    await people.publish(message);
    if (settings.opensOpsItems) await openItem(people, message, log);
    log.info('people told', { topic: message.topic, cause: message.cause, count: message.count });
  }
  await entries.noteTold(ofEntries);
  await entries.noteCompliance(received.flatMap(({ content }) => content.judgement ?? []));
  const told = new Set(received.map(({ messageId }) => messageId));
  await queue.delete(waiting.filter(({ messageId }) => told.has(messageId)));
  return { messages, notices };
}

/** An OpsItem that is refused keeps nobody from being told. */
async function openItem(people: People, message: Message, log: Log): Promise<void> {
  try {
    await people.open(message);
  } catch (error) {
    log.warn('OpsItem refused', { cause: message.cause, answer: String(error) });
  }
}
