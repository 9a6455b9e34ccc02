import type { FaultPorts, LocalCloud, Random } from 'local-cloud';
import { stateChangeDetailType } from '../../lambdas/shared/runtime/contract.ts';
import { type FaultKindAt, kindsAt } from './fault-kinds.ts';
import type { Faults } from './faults.ts';

/**
 * The shortened visibility time of a received message. The message is delivered again while the first receiver handles
 * it.
 */
const repeatedAfterSeconds = { min: 1, max: 240 };
/** The probability that it is delivered again at once, so that two calls of the function handle it at the same time. */
const atOnceProbability = 0.5;

/** How long each kind hides a received message, in seconds. */
const receiveFaults: Readonly<Record<FaultKindAt<'receive'>, (random: Random) => number>> = {
  'message-repeated': (random) => {
    const { min, max } = repeatedAfterSeconds;
    return random.chance(atOnceProbability) ? min : random.integer(min, max);
  },
};

/** How long the pollers of a queue rest, in seconds: as long as a function may have no free concurrency, or longer. */
const restSeconds = { min: 10, max: 300 };

/** How long each kind keeps the pollers of a queue from receiving, in seconds. */
const pollFaults: Readonly<Record<FaultKindAt<'poll'>, (random: Random) => number>> = {
  'pollers-rest': (random) => random.integer(restSeconds.min, restSeconds.max),
};

/**
 * Makes messages wait, and be delivered twice. Standard queues promise at-least-once delivery. During an outage they are not: what
 * is handled again and again has five deliveries to spare, and AWS repeats a message far more rarely than this fault.
 */
export function faultsOfQueues(
  faults: Faults,
  isOut: () => boolean = () => false,
): Pick<FaultPorts, 'restSeconds' | 'visibilitySeconds' | 'losesDelete'> {
  return {
    restSeconds() {
      return kindsAt('poll').reduce((longest, kind) => {
        if (!faults.strikes(kind)) return longest;
        const seconds = pollFaults[kind](faults.chanceOf(kind));
        faults.inject(kind, { seconds: String(seconds) });
        return Math.max(longest, seconds);
      }, 0);
    },
    visibilitySeconds(usualSeconds) {
      if (isOut()) return usualSeconds;
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

/** Message bodies that cannot be parsed or that name an instance that does not exist. */
const unreadable = [
  'no event',
  '{"detail":{}}',
  '{"detail":{"instance-id":"i-none","state":"running"}}',
  '[]',
] as const;

/** A state change of another account, which a hub's bus may carry: of an instance that nobody here has. */
function foreignStateChange(random: Random): string {
  return JSON.stringify({
    account: '9'.repeat(12),
    region: 'us-east-1',
    source: 'aws.ec2',
    'detail-type': stateChangeDetailType,
    time: new Date(0).toISOString(),
    detail: {
      'instance-id': `i-0${random.integer(0, 0xffffffff).toString(16).padStart(16, '0')}`,
      state: random.pick(['running', 'stopped', 'terminated'] as const),
    },
  });
}

/** The message body that each kind puts into the queue. */
const putFaults: Readonly<Record<FaultKindAt<'queue'>, (random: Random) => string>> = {
  'poison-message': (random) => random.pick(unreadable),
  'foreign-message': foreignStateChange,
};

/** The number of launches for each possible message of a kind. */
const launchesPerMessage = 20;

/** Puts messages that nobody should send into a queue, at random times before `untilMs`. */
export function poisonQueue(
  cloud: LocalCloud,
  faults: Faults,
  { queueArn, launches, untilMs }: { queueArn: string; launches: number; untilMs: number },
): void {
  const { timeline } = cloud;
  for (const kind of kindsAt('queue')) {
    for (let count = Math.ceil(launches / launchesPerMessage); count > 0; count--) {
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
