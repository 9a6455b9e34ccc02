import type { OperatorPolicy } from '../../../bin/account/refusal.ts';
import { assemblyFolder } from '../../synthesized.ts';

/** What a call needs that only a running test knows. */
export interface CaseFleet {
  /** An instance that runs and is managed. */
  readonly instanceId: string;
  /** A file of `aws ec2 describe-instances`. */
  readonly instances: string;
  /** A parameter with two versions. */
  readonly parameter: string;
}

/** How a command is called in the tests of every command. */
export interface CommandCase {
  /** Arguments that are right. */
  readonly args?: (fleet: CaseFleet) => readonly string[];
  /** Arguments of which one is wrong, and what the refusal says of it: the field, the value, and what is allowed. */
  readonly wrong: readonly (readonly [args: readonly string[], said: string])[];
  /** What it asks: by default the account in which Muster is deployed. */
  readonly asks?: 'parameters' | 'files' | 'nothing';
  /** The policy that it needs. @default read */
  readonly policy?: OperatorPolicy;
  /** Its exit code on an account in which nothing runs. @default 0 */
  readonly onEmpty?: number;
  /** True when a test of its own calls it with arguments that are right: it needs more than a call. */
  readonly isCalledElsewhere?: true;
  /** True when it waits for what happens in the account. */
  readonly waits?: true;
}

const id = 'i-0123456789abcdef0';
const mars: CommandCase['wrong'] = [
  [
    ['--environment', 'mars'],
    '--environment mars: allowed is one of muster.config.ts: none: there are no environments',
  ],
];
const badId: CommandCase['wrong'] = [
  [['i-1'], 'i-1: allowed is the id of an instance (i-...) or of another node (mi-...)'],
];
const badNumber = (flag: string, more: readonly string[] = []): CommandCase['wrong'] => [
  [[...more, flag, 'x1'], `option '${flag} `],
  [[...more, flag, 'x1'], "'x1' is invalid. Allowed: a whole number from "],
];
const noRollout: CommandCase['wrong'] = [
  [['r9'], 'r9: there is no such roll-out; there are: none was ever started'],
];
const app = (): readonly string[] => ['--app', assemblyFolder()];
/** A roll-out of the version that the tests make. */
const ofNewVersion = ['--document', 'Muster-InstallAgentLinux', '--document-version', '2'];
const ofRollout = { policy: 'rollout', onEmpty: 2, wrong: [...mars, ...noRollout] } as const;
const ofParameters = { asks: 'parameters', wrong: mars } as const;

/** Every command, by the words that call it. */
export const commandCases: Readonly<Record<string, CommandCase>> = {
  status: { wrong: mars },
  unmanaged: { wrong: [...mars, [['--csv', '--json'], '--csv and --json exclude each other']] },
  failed: { wrong: mars },
  drifted: { wrong: mars },
  explain: { args: ({ instanceId }) => [instanceId], wrong: badId, onEmpty: 1 },
  plan: {
    args: app,
    wrong: [
      ...badNumber('--max-changes'),
      [['--at', 'noon'], "'noon' is invalid. Allowed: a time such as 2026-01-31T08:30:00Z."],
    ],
  },
  look: { args: ({ instanceId }) => [instanceId], policy: 'steer', wrong: badId },
  redrive: { args: () => ['--yes'], policy: 'steer', wrong: mars },
  doctor: { wrong: mars },
  run: {
    args: ({ instanceId }) => ['--yes', instanceId, '--', 'hostname'],
    ...{ policy: 'run', waits: true, onEmpty: 3 },
    wrong: [
      ...badNumber('--timeout', [id]),
      [['--targets', 'x', '--', 'uptime'], '--targets x: allowed is Key=tag:Name,Values=a,b or '],
    ],
  },
  'rollout plan': { args: () => ofNewVersion, wrong: [...badNumber('--in-flight'), ...badId] },
  'rollout start': {
    args: () => ['--yes', ...ofNewVersion],
    ...{ policy: 'rollout', onEmpty: 2 },
    wrong: [...badNumber('--bake-minutes'), [['--tag', 'a'], '--tag a: allowed is key=value']],
  },
  'rollout list': { wrong: mars },
  'rollout watch': { ...ofRollout, policy: 'read', args: () => ['--once'] },
  'rollout pause': ofRollout,
  'rollout resume': ofRollout,
  'rollout retry': ofRollout,
  'rollout abort': ofRollout,
  // It has something to take back when a roll-out has come to its end. test/bin/commands/rollout/rollback calls it.
  'rollout rollback': { ...ofRollout, isCalledElsewhere: true },
  // It needs the stack of nodes outside EC2. test/end-to-end/hybrid calls it.
  activate: {
    ...{ policy: 'activate', onEmpty: 2, isCalledElsewhere: true },
    wrong: [...mars, ...badNumber('--limit'), [['--tag', 'site'], 'Allowed: key=value']],
  },
  local: { asks: 'files', args: () => [...app(), '--launches', '8'], wrong: badNumber('--launches') },
  rehearse: {
    asks: 'files',
    args: ({ instances }) => [...app(), '--instances', instances],
    wrong: [[['--instances', '/nonexistent'], '/nonexistent']],
  },
  simulate: {
    asks: 'files',
    args: () => [...app(), '--launches', '3', '--faults', 'none'],
    wrong: badNumber('--seed'),
  },
  // It takes half an hour. test/bin/commands/bench runs it.
  bench: { asks: 'nothing', wrong: badNumber('--launches') },
  // It takes a minute. test/bin/commands/story runs it.
  'story rollout': { asks: 'nothing', wrong: badNumber('--seed') },
  'story remediation': { asks: 'nothing', wrong: badNumber('--seed') },
  'parameters list': {
    ...ofParameters,
    args: () => ['/retail'],
    wrong: [...mars, [['retail'], 'retail: allowed is a name such as /a/b']],
  },
  'parameters diff': {
    ...ofParameters,
    args: ({ parameter }) => [`${parameter}:1`, `${parameter}:2`],
    onEmpty: 2,
  },
  'parameters label': {
    ...{ asks: 'parameters', onEmpty: 2, args: ({ parameter }) => [`${parameter}:1`, 'stable'] },
    wrong: [[['/retail/x', '1st'], 'the label 1st: allowed are letters']],
  },
};
