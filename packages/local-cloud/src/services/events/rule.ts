import type { RuleState } from '@aws-sdk/client-eventbridge';
import { isRecord } from '../../core/is-record.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import { Validation } from '../../core/validation.ts';
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

/** Limits of the service: characters of a pattern, targets of a rule, and the bounds of a retry policy. */
const patternLengthMax = 4096;
const targetsMax = 5;
const targetIdLengthMax = 64;
const retryAttempts = { min: 0, max: 185 } as const;
const eventAgeSeconds = { min: 60, max: 86_400 } as const;

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
  const state = states.find((allowed) => allowed === (properties['State'] ?? 'ENABLED'));
  if (state === undefined) {
    throw invalid(`State must be one of ${states.join(', ')}, received ${String(properties['State'])}`);
  }
  if (source === undefined)
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  const patternText = JSON.stringify(source);
  if (patternText.length > patternLengthMax) {
    throw invalid(
      `EventPattern must have at most ${patternLengthMax} characters, received ${patternText.length}`,
    );
  }
  const compiled = compilePattern(source);
  if (!compiled.ok) throw new ServiceError('InvalidEventPatternException', compiled.message);
  return {
    name: arn.split('/').at(-1) ?? arn,
    arn,
    description: typeof properties['Description'] === 'string' ? properties['Description'] : undefined,
    isEnabled: state !== 'DISABLED',
    state,
    patternText,
    pattern: compiled.pattern,
    targets: readTargets(properties['Targets'] ?? []),
  };
}

function readTargets(source: unknown): Target[] {
  if (!Array.isArray(source)) throw invalid(`Targets must be a list, received ${JSON.stringify(source)}`);
  if (source.length > targetsMax) {
    throw new ServiceError(
      'LimitExceededException',
      `The requested resource exceeds the maximum number allowed.`,
    );
  }
  const targets = source.map(readTarget);
  if (new Set(targets.map(({ id }) => id)).size < targets.length)
    throw invalid('Target ids must be unique in a rule');
  return targets;
}

function readTarget(source: unknown, index: number): Target {
  if (!isRecord(source)) throw invalid(`a target must be an object, received ${JSON.stringify(source)}`);
  const { Id: id, Arn: arn, RoleArn: roleArn } = source;
  refuseOthers(source, targetProperties, 'event targets');
  if (typeof id !== 'string' || typeof arn !== 'string') throw invalid('a target must have an Id and an Arn');
  new Validation()
    .pattern(id, `targets.${index + 1}.member.id`, /^[.\-_A-Za-z0-9]+$/, '[\\.\\-_A-Za-z0-9]+')
    .length(id, `targets.${index + 1}.member.id`, [1, targetIdLengthMax])
    .done();
  const policy = isRecord(source['RetryPolicy']) ? source['RetryPolicy'] : {};
  const deadLetter = isRecord(source['DeadLetterConfig']) ? source['DeadLetterConfig']['Arn'] : undefined;
  return {
    id,
    arn,
    roleArn: typeof roleArn === 'string' ? roleArn : undefined,
    transform: compileInput(source),
    maximumRetryAttempts: readNumber(policy, 'MaximumRetryAttempts', retryAttempts),
    maximumEventAgeSeconds: readNumber(policy, 'MaximumEventAgeInSeconds', eventAgeSeconds),
    deadLetterQueueArn: typeof deadLetter === 'string' ? deadLetter : undefined,
  };
}

/** Reads a number of the retry policy. The maximum is also the default. */
function readNumber(
  policy: Readonly<Record<string, unknown>>,
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const value = policy[name] === undefined ? max : Number(policy[name]);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalid(`${name} must be ${min} to ${max}, received ${String(policy[name])}`);
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
