import type { FaultPorts, LocalCloud, Random } from 'local-cloud';
import { type FaultKindAt, kindsAt } from './fault-kinds.ts';
import type { Faults } from './faults.ts';

/** For how short a time a received message may stay hidden: it is then delivered again while it is being handled. */
const repeatedAfterSeconds = { min: 1, max: 240 };
/** How often it is delivered again at once, so that two calls of the function have it at the same time. */
const atOnceProbability = 0.5;

/** For how long a received message stays hidden, with each kind. */
const receiveFaults: Readonly<Record<FaultKindAt<'receive'>, (random: Random) => number>> = {
  'message-repeated': (random) => {
    const { min, max } = repeatedAfterSeconds;
    return random.chance(atOnceProbability) ? min : random.integer(min, max);
  },
};

/** Messages that are delivered twice: standard queues promise "at least once". */
export function faultsOfQueues(faults: Faults): Pick<FaultPorts, 'visibilitySeconds' | 'losesDelete'> {
  return {
    visibilitySeconds(usualSeconds) {
      return kindsAt('receive').reduce((least, kind) => {
        if (!faults.strikes(kind)) return least;
        const seconds = receiveFaults[kind](faults.chanceOf(kind));
        faults.inject(kind, { seconds: String(seconds) });
        return Math.min(least, seconds);
      }, usualSeconds);
    },
    losesDelete() {
      return kindsAt('delete').some((kind) => {
        const isLost = faults.strikes(kind);
        if (isLost) faults.inject(kind, {});
        return isLost;
      });
    },
  };
}

/** Messages that nobody can read, or that name what does not exist. */
const unreadable = [
  'no event',
  '{"detail":{}}',
  '{"detail":{"instance-id":"i-none","state":"running"}}',
  '[]',
] as const;

/** The body of what each kind puts into the queue. */
const putFaults: Readonly<Record<FaultKindAt<'queue'>, (random: Random) => string>> = {
  'poison-message': (random) => random.pick(unreadable),
};

/** How many launches there are for one poison message that may be put. */
const launchesPerPoison = 20;

/** Puts poison messages into a queue at moments before `untilMs`. */
export function poisonQueue(
  cloud: LocalCloud,
  faults: Faults,
  { queueArn, launches, untilMs }: { queueArn: string; launches: number; untilMs: number },
): void {
  const { timeline } = cloud;
  for (const kind of kindsAt('queue')) {
    for (let count = Math.ceil(launches / launchesPerPoison); count > 0; count--) {
      if (!faults.strikes(kind)) continue;
      const random = faults.chanceOf(kind);
      const body = putFaults[kind](random);
      timeline.at(random.integer(timeline.nowMs, untilMs), () => {
        cloud.sqs.put(queueArn, { body, senderId: 'somebody' });
        faults.inject(kind, { body });
      });
    }
  }
}
