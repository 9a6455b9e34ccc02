import type { FaultPorts, LocalCloud } from 'local-cloud';
import type { Faults } from './faults.ts';

/** For how short a time a received message may stay hidden: it is then delivered again while it is being handled. */
const repeatedAfterSeconds = { min: 1, max: 240 };
/** How often it is delivered again at once, so that two calls of the function have it at the same time. */
const atOnceProbability = 0.5;

/** Messages that are delivered twice: standard queues promise "at least once". */
export function faultsOfQueues(faults: Faults): Pick<FaultPorts, 'visibilitySeconds' | 'losesDelete'> {
  return {
    visibilitySeconds(usualSeconds) {
      if (!faults.strikes('message-repeated')) return usualSeconds;
      const { min, max } = repeatedAfterSeconds;
      const random = faults.chanceOf('message-repeated');
      const seconds = random.chance(atOnceProbability) ? min : random.integer(min, max);
      faults.inject('message-repeated', { seconds: String(seconds) });
      return Math.min(usualSeconds, seconds);
    },
    losesDelete() {
      const isLost = faults.strikes('delete-lost');
      if (isLost) faults.inject('delete-lost', {});
      return isLost;
    },
  };
}

/** Messages that nobody can read, or that name what does not exist. */
const poisons = [
  'no event',
  '{"detail":{}}',
  '{"detail":{"instance-id":"i-none","state":"running"}}',
  '[]',
] as const;

/** How many launches there are for one poison message that may be put. */
const launchesPerPoison = 20;

/** Puts poison messages into a queue at moments before `untilMs`. */
export function poisonQueue(
  cloud: LocalCloud,
  faults: Faults,
  { queueArn, launches, untilMs }: { queueArn: string; launches: number; untilMs: number },
): void {
  const { timeline } = cloud;
  for (let count = Math.ceil(launches / launchesPerPoison); count > 0; count--) {
    if (!faults.strikes('poison-message')) continue;
    const random = faults.chanceOf('poison-message');
    const body = random.pick(poisons);
    timeline.at(random.integer(timeline.nowMs, untilMs), () => {
      cloud.sqs.put(queueArn, { body, senderId: 'somebody' });
      faults.inject('poison-message', { body });
    });
  }
}
