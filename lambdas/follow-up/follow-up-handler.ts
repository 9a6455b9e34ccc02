import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createCommandResults } from '../shared/clients/commands/command-results.ts';
import { createAnnouncements } from '../shared/clients/roster/announcements.ts';
import { createRoster } from '../shared/clients/roster/roster-client.ts';
import { systemClock } from '../shared/clients/system-clock.ts';
import { metrics as names } from '../shared/runtime/contract.ts';
import { createLogger, createMetrics } from '../shared/runtime/log.ts';
import { countMoves } from '../shared/runtime/metrics.ts';
import { countUnsettled, deliverAgain } from '../shared/runtime/queue-record.ts';
import { readSettings } from '../shared/runtime/read-settings.ts';
import { followUp } from './follow-up.ts';
import { followUpSettings } from './follow-up-settings.ts';
import { parseOutcomes } from './parse-outcomes.ts';
import type { SettlePorts } from './settle-commands.ts';

const log = createLogger('follow-up');
const metrics = createMetrics('follow-up');

const connect = () => {
  const settings = readSettings(followUpSettings, process.env);
  const ports: SettlePorts = {
    results: createCommandResults(),
    roster: createRoster(settings.rosterTable),
    announcements: createAnnouncements(log),
    clock: systemClock,
    log,
  };
  return { settings, ports };
};
let connection: ReturnType<typeof connect> | undefined;

/**
 * Records how commands ended.
 *
 * Called by the outcome queue with a batch of invocation events. It may be called late, twice, or for a
 * command that is settled already; then it does nothing. If an event never comes, the recheck reads the
 * result of the silent command when it is due.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  log.addContext(context);
  connection ??= connect();
  const { settings, ports } = connection;

  const { received, unreadable } = parseOutcomes(event.Records);
  for (const record of unreadable) log.error('record unreadable', { ...record });
  const notices = received.map(({ content }) => content);
  const { written, retry } = await followUp(notices, ports, settings.attemptsMax);

  const answer = deliverAgain(received, retry, unreadable);
  countMoves(metrics, written, {
    [names.messagesUnsettled]: countUnsettled(event.Records, answer.batchItemFailures),
  });
  return answer;
};
