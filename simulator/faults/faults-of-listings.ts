import { type HttpResponse, isRecord, type Random } from 'local-cloud';
import { leaseMarginSeconds } from '../../lambdas/shared/domain/roster/lease.ts';

/**
 * Listings of Systems Manager that do not show yet, or for once, what is there. Its lists are eventually consistent, and
 * AWS gives no bound.
 */
export class Listings {
  readonly #hidden = new Set<string>();

  /** The response without invocations that have not been left out before. Half of them are left out. */
  leaveOutOnce(answer: HttpResponse | Error, random: Random): HttpResponse | Error {
    return filterList(answer, 'CommandInvocations', ({ CommandId, InstanceId }) => {
      const id = `${CommandId} ${InstanceId}`;
      if (this.#hidden.has(id) || random.chance(0.5)) return true;
      this.#hidden.add(id);
      return false;
    });
  }
}

/**
 * The largest delay of the effect of a send, and of its showing in ListCommands. Both together are the margin of the
 * lease: claims must outlast them.
 */
const halfMarginMs = (leaseMarginSeconds * 1000) / 2;

/** When a late send takes effect, in milliseconds from now. */
export function drawSendDelayMs(random: Random): number {
  return random.chance(0.5) ? halfMarginMs : random.integer(0, halfMarginMs);
}

/** The response of ListCommands without the commands that were requested a short while ago. */
export function leaveOutLatest(answer: HttpResponse | Error, nowMs: number, random: Random) {
  const lagMs = random.chance(0.5) ? halfMarginMs : random.integer(0, halfMarginMs);
  return filterList(
    answer,
    'Commands',
    ({ RequestedDateTime }) => Number(RequestedDateTime) * 1000 <= nowMs - lagMs,
  );
}

/** The response with fewer members in a list. An error stays as it is. */
function filterList(
  answer: HttpResponse | Error,
  member: string,
  isShown: (item: Readonly<Record<string, unknown>>) => boolean,
): HttpResponse | Error {
  if (answer instanceof Error || answer.status !== 200) return answer;
  const body: unknown = JSON.parse(answer.body);
  const list = isRecord(body) ? body[member] : undefined;
  if (!isRecord(body) || !Array.isArray(list)) return answer;
  return {
    ...answer,
    body: JSON.stringify({ ...body, [member]: list.filter((item) => !isRecord(item) || isShown(item)) }),
  };
}
