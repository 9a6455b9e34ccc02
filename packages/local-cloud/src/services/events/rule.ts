import type { RuleState } from '@aws-sdk/client-eventbridge';
import { isRecord } from '../../core/is-record.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import { checkByModel } from '../../core/wire/check-by-model.ts';
import { compilePattern, type EventPattern } from './pattern.ts';
import { compileInput, type InputTransform } from './transformer.ts';

/** An `AWS::Events::Rule` of a template with resolved properties. The caller makes its ARN. */
export interface RuleDeclaration {
  readonly logicalId: string;
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A compiled rule of the default bus. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly isEnabled: boolean;
  readonly state: RuleState;
  readonly patternText: string;
  readonly pattern: EventPattern;
  readonly targets: readonly Target[];
}

/** The target of a rule, and what happens if a delivery fails. */
export interface Target {
  readonly id: string;
  readonly arn: string;
  readonly roleArn: string | undefined;
  readonly transform: InputTransform;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly deadLetterQueueArn: string | undefined;
}

/** Quotas of an account (user guide): characters of a pattern, which the model allows more of, and targets of a rule. */
const patternLengthMax = 2048;
const targetsMax = 5;

/** The most of a retry policy, which is also its default. */
const retryAttemptsMax = 185;
const eventAgeSecondsMax = 86_400;

const states: readonly RuleState[] = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];

const ruleProperties = ['Name', 'Description', 'EventBusName', 'EventPattern', 'State', 'Targets', 'Tags'];
const targetProperties = [
  ...['Id', 'Arn', 'RoleArn', 'Input', 'InputPath', 'InputTransformer', 'RetryPolicy', 'DeadLetterConfig'],
];

/** Reads and checks a declared rule. Refuses with the codes of `PutRule` and `PutTargets`. */
export function readRule({ logicalId, arn, properties }: RuleDeclaration): Rule {
  refuseOthers(properties, ruleProperties, `AWS::Events::Rule ${logicalId}`);
  const { EventPattern: source, EventBusName: bus = 'default' } = properties;
  if (bus !== 'default') throw new NotEmulatedError(`event buses other than default (${String(bus)})`);
  if (source === undefined)
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  const patternText = JSON.stringify(source);
  const name = arn.split('/').at(-1) ?? arn;
  const { Description, State } = properties;
  checkByModel('events', 'PutRule', { Name: name, EventPattern: patternText, Description, State });
  if (patternText.length > patternLengthMax) throw overQuota();
  const compiled = compilePattern(source);
  if (!compiled.ok) throw new ServiceError('InvalidEventPatternException', compiled.message);
  return {
    name,
    arn,
    description: typeof Description === 'string' ? Description : undefined,
    isEnabled: State !== 'DISABLED',
    state: states.find((each) => each === State) ?? 'ENABLED',
    patternText,
    pattern: compiled.pattern,
    targets: readTargets(name, properties['Targets'] ?? []),
  };
}

function readTargets(rule: string, source: unknown): Target[] {
  if (!Array.isArray(source)) throw invalid(`Targets must be a list, received ${JSON.stringify(source)}`);
  if (source.length === 0) return [];
  checkByModel('events', 'PutTargets', { Rule: rule, Targets: source });
  if (source.length > targetsMax) throw overQuota();
  const targets = source.map(readTarget);
  if (new Set(targets.map(({ id }) => id)).size < targets.length)
    throw invalid('Target ids must be unique in a rule');
  return targets;
}

/** The refusal of what is over a quota of EventBridge. */
export function overQuota(): ServiceError {
  const message = 'The requested resource exceeds the maximum number allowed.';
  return new ServiceError('LimitExceededException', message);
}

function readTarget(source: unknown): Target {
  if (!isRecord(source)) throw invalid(`a target must be an object, received ${JSON.stringify(source)}`);
  const { Id: id, Arn: arn, RoleArn: roleArn } = source;
  refuseOthers(source, targetProperties, 'event targets');
  if (typeof id !== 'string' || typeof arn !== 'string')
    throw invalid('Id and Arn of a target must be texts');
  const policy = isRecord(source['RetryPolicy']) ? source['RetryPolicy'] : {};
  const deadLetter = isRecord(source['DeadLetterConfig']) ? source['DeadLetterConfig']['Arn'] : undefined;
  return {
    id,
    arn,
    roleArn: typeof roleArn === 'string' ? roleArn : undefined,
    transform: compileInput(source),
    maximumRetryAttempts: readNumber(policy['MaximumRetryAttempts'], retryAttemptsMax),
    maximumEventAgeSeconds: readNumber(policy['MaximumEventAgeInSeconds'], eventAgeSecondsMax),
    deadLetterQueueArn: typeof deadLetter === 'string' ? deadLetter : undefined,
  };
}

/** Reads a number of the retry policy, which a template may write as a text. */
function readNumber(value: unknown, most: number): number {
  if (value === undefined) return most;
  if (Number.isInteger(Number(value))) return Number(value);
  throw invalid(`a retry policy has whole numbers, received ${String(value)}`);
}

function refuseOthers(
  properties: Readonly<Record<string, unknown>>,
  known: readonly string[],
  where: string,
): void {
  const others = Object.keys(properties).filter((name) => !known.includes(name));
  if (others.length > 0) throw new NotEmulatedError(`${others.join(', ')} of ${where}`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
