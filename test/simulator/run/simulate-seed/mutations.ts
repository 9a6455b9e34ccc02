import type { FaultKind } from '../../../../simulator/faults/fault-kinds.ts';
import type { PromiseName } from '../../../../simulator/promises/simulation-promises.ts';
import { exampleRemediation } from '../../../../simulator/remediation/example-remediation.ts';
import type { RolloutChoice } from '../../../../simulator/rollouts/rollout-choice.ts';
import { agentVariants } from '../../../../simulator/settings/agent-variants.ts';
import type { SettingsVariant } from '../../../../simulator/settings/setting-variants.ts';
import { driftMutations } from './drift-mutations.ts';

/** A defence that is removed from the source of the functions, and the promise that then breaks. */
export interface Mutation {
  readonly name: string;
  /** The source file of the defence, relative to the project's root. */
  readonly file: string;
  /** The text that is removed, which occurs exactly once, and its replacement. */
  readonly from: string;
  readonly to: string;
  readonly promise: PromiseName;
  /** Settings other than those of `muster.config.ts`. */
  readonly settings?: SettingsVariant['settings'];
  /** The faults against which the defence stands. */
  readonly faults: readonly FaultKind[];
  /** Whether its runs have a roll-out. @default 'none' */
  readonly rollouts?: RolloutChoice;
  /** How many instances its runs launch. Small runs detect as much as large ones, and are faster. @default 15 */
  readonly launches?: number;
  /** The first seed to try: a seed that detects the mutation at present. @default 1 */
  readonly firstSeed?: number;
}

/** Three agents for every instance. */
const severalAgents = { settings: agentVariants().at(-1)?.settings ?? {} };

/** The defences that issues 3 and 10 name, each of which the simulator must miss when it is gone. */
export const mutations: readonly Mutation[] = [
  {
    name: 'a claim does not exclude other senders',
    file: 'lambdas/onboard/plan-by-fleet.ts',
    from: "if (entry?.status === 'claimed' && (isUnanswered || entry.leaseUntil > nowMs))",
    to: 'if (false)',
    promise: 'NotTwice',
    faults: ['event-duplicated', 'message-repeated', 'call-slow'],
    firstSeed: 17,
  },
  {
    name: 'a command does not carry the id of its order',
    file: 'lambdas/shared/clients/commands/commands.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the source
    from: 'Comment: `${prefix}${order.orderId}`',
    to: "Comment: 'muster'",
    promise: 'NotTwice',
    faults: ['crash-after', 'call-cut-after', 'call-fails-after'],
    firstSeed: 6,
  },
  {
    name: 'a refused order is not halved',
    file: 'lambdas/onboard/plan-parts.ts',
    from: 'if (instanceIds.length === 1 ||',
    to: 'if (true ||',
    promise: 'NeverStuck',
    faults: ['instance-refused'],
    firstSeed: 12,
  },
  {
    name: 'only the first page of managed instances is read',
    file: 'lambdas/shared/clients/fleet/managed-instances.ts',
    from: 'await readPages(pages, ({ InstanceInformationList }) => InstanceInformationList)',
    to: '(await pages[Symbol.asyncIterator]().next()).value.InstanceInformationList',
    promise: 'NeverStuck',
    faults: ['page-short'],
    firstSeed: 4,
  },
  {
    name: 'a move that the table refuses counts as written',
    file: 'lambdas/shared/clients/roster/roster-client.ts',
    from: 'if (error === undefined && Responses[index] !== undefined) written.push(move);',
    to: "if (Responses[index] !== undefined && /^(Duplicate|Conditional|$)/.test(error?.Code ?? '')) written.push(move);",
    promise: 'NotTwice',
    faults: ['index-stale', 'registration-late'],
    firstSeed: 8,
  },
  {
    name: 'no entry is rechecked',
    file: 'lambdas/shared/clients/roster/roster-client.ts',
    from: 'async *due(nowMs, limit) {',
    to: 'async *due(nowMs, limit) { return;',
    promise: 'LateNotLost',
    faults: ['registration-late'],
  },
  {
    name: 'late looks are twice as far apart as deployed',
    file: 'lambdas/shared/domain/roster/due.ts',
    from: 'times.lateStepSeconds * 1000 - scheduleSlackMs',
    to: '2 * times.lateStepSeconds * 1000 - scheduleSlackMs',
    promise: 'LateNotLost',
    faults: ['registration-late'],
    firstSeed: 5,
  },
  {
    name: 'the sweep compares no tags',
    file: 'lambdas/sweep/is-outdated.ts',
    from: 'if (isFresh(entry, overview))',
    to: 'if (true)',
    promise: 'FollowsTags',
    faults: ['tags-late'],
    firstSeed: 14,
  },
  {
    name: 'a result that is missing once counts as the end',
    file: 'lambdas/follow-up/plan-outcomes.ts',
    from: "if (entry.reason === 'ResultMissing')",
    to: 'if (true)',
    promise: 'NotTwice',
    faults: ['event-lost', 'invocation-missing-once'],
    launches: 30,
    firstSeed: 17,
  },
  {
    name: 'the commands that a restored roster does not know are sent again',
    file: 'lambdas/onboard/plan-found.ts',
    from: 'if (latest === undefined) return [];',
    to: 'return [];',
    promise: 'NotTwice',
    faults: ['roster-restored'],
    firstSeed: 21,
  },
  {
    name: 'a restored roster counts as whole',
    file: 'lambdas/shared/domain/roster/pulse.ts',
    from: 'pulse?.tableId === tableId && nowMs - pulse.atMs <= restedMs',
    to: 'pulse !== undefined',
    promise: 'NotTwice',
    faults: ['roster-restored'],
    firstSeed: 21,
  },
  {
    name: 'the agents after the first one are forgotten',
    file: 'lambdas/shared/domain/roster/finish-agent.ts',
    from: 'agents.find((one) => isAgentOpen(one, entry.launchedAt))',
    to: 'agents.find(() => false)',
    promise: 'Accounted',
    ...severalAgents,
    faults: [],
    firstSeed: 2,
  },
  {
    name: 'the next agent comes an hour later',
    file: 'lambdas/shared/domain/roster/finish-agent.ts',
    from: 'dueAt: nowMs + 1,',
    to: 'dueAt: nowMs + 3_600_000,',
    promise: 'LateNotLost',
    ...severalAgents,
    faults: [],
    firstSeed: 2,
  },
  {
    name: 'a roll-out that adopts overlooks who has no entry',
    file: 'lambdas/shared/domain/rollout/plan-rollout.ts',
    from: 'known.unlisted.has(member.instanceId)',
    to: 'false',
    promise: 'Accounted',
    faults: [],
    rollouts: 'always',
    firstSeed: 2,
  },
  {
    name: 'a roll-out takes up more than its caps allow',
    file: 'lambdas/shared/domain/rollout/caps.ts',
    from: 'this.#all >= all ||',
    to: '',
    promise: 'Contained',
    faults: [],
    rollouts: 'always',
    firstSeed: 3,
  },
  {
    name: 'a roll-out stays in the hand of a call that died',
    file: 'lambdas/shared/clients/rollout/rollout-store.ts',
    from: '(attribute_not_exists(#lease) OR #lease < :now)',
    to: '(attribute_not_exists(#lease) OR (#lease < :now AND #lease > :lease))',
    promise: 'Resumable',
    faults: ['crash-after', 'call-hangs-after'],
    rollouts: 'always',
    firstSeed: 7,
  },
  {
    name: 'a roll-out does not make room after a throttled command',
    file: 'lambdas/recheck/recheck.ts',
    from: 'isLate: isThrottled || waiting > 0',
    to: 'isLate: waiting > 0',
    promise: 'LaunchesFirst',
    faults: ['send-throttled'],
    rollouts: 'always',
    launches: 30,
    firstSeed: 24,
  },
  {
    name: 'a roll-out does not wait for launches that nobody has taken yet',
    file: 'lambdas/recheck/recheck.ts',
    from: 'isLate: isThrottled || waiting > 0',
    to: 'isLate: isThrottled',
    promise: 'LaunchesFirst',
    faults: ['pollers-rest'],
    rollouts: 'always',
    launches: 60,
    firstSeed: 6,
  },
  {
    name: 'a roll-out that is over goes on holding launches',
    file: 'lambdas/shared/clients/rollout/launch-versions-store.ts',
    from: "ConditionExpression: '#held.#id = :id'",
    to: "ConditionExpression: '#held.#id = :id AND #held.#id <> :id'",
    promise: 'Resumable',
    faults: [],
    rollouts: 'always',
  },
  {
    name: 'an errand that is done leaves no note',
    file: 'lambdas/shared/domain/roster/finish-errand.ts',
    from: "isDone ? { ...ended, status: 'done' }",
    to: "isDone ? { ...ended, status: 'open' }",
    promise: 'NotTwice',
    faults: [],
    rollouts: 'errand',
  },
  {
    name: 'an inverse removes the record of a role, and leaves the policy',
    file: 'lambdas/role-access/change-role.ts',
    from: 'if (detaches && (await isUndoneAlready(roles, roleName, tag))) return;',
    to: '',
    promise: 'Undone',
    settings: exampleRemediation,
    faults: [],
    launches: 30,
  },
  {
    name: 'a runbook gives no role the policy',
    file: 'lambdas/role-access/plan-role.ts',
    from: "return { kind: 'add', reason: 'it lacks the policy' };",
    to: "return { kind: 'keep', reason: 'it lacks the policy' };",
    promise: 'Mended',
    settings: exampleRemediation,
    faults: [],
    launches: 30,
  },
  {
    name: 'an instance enters service before it is onboarded',
    file: 'lambdas/launch-gate/plan-gate.ts',
    from: "return 'NotOnboarded';",
    to: "return ready('Onboarded');",
    promise: 'Gated',
    settings: exampleRemediation,
    faults: [],
    launches: 10,
  },
  {
    name: 'people are told of the last minute alone',
    file: 'lambdas/notice/tell-people.ts',
    from: 'const fromMs = clock.now() - lookBackMs;',
    to: 'const fromMs = clock.now() - 60_000;',
    promise: 'Told',
    settings: exampleRemediation,
    faults: [],
    launches: 40,
  },
  {
    name: 'a trigger acts once more than it may',
    file: 'lambdas/trigger/acts-client.ts',
    from: 'OR size(#events) < :max',
    to: 'OR size(#events) <= :max',
    promise: 'NoLoop',
    settings: exampleRemediation,
    faults: [],
    launches: 30,
    firstSeed: 2,
  },
  ...driftMutations,
];
