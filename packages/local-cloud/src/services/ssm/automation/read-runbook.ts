import type { ParameterDeclarations } from '../../../agent/command-document.ts';
import { isRecord } from '../../../core/is-record.ts';
import { ServiceError } from '../../../core/service.ts';
import { readDeclaration } from '../documents/read-declaration.ts';
import { refusedBranch } from './branch.ts';
import { refusedFlow } from './flow.ts';
import { refusedInvocation } from './refused-invocation.ts';
import { type OutputDeclaration, outputTypes, type Runbook, type RunbookStep } from './runbook.ts';

/** The actions of the service (user guide, Automation actions reference). */
const actions: ReadonlySet<string> = new Set(
  [
    ...['approve', 'assertAwsResourceProperty', 'branch', 'changeInstanceState', 'copyImage', 'createImage'],
    ...['createStack', 'createTags', 'deleteImage', 'deleteStack', 'executeAutomation', 'executeAwsApi'],
    ...['executeScript', 'executeStateMachine', 'invokeLambdaFunction', 'invokeWebhook', 'loop', 'pause'],
    ...['runCommand', 'runInstances', 'sleep', 'updateVariable', 'waitForAwsResourceProperty'],
  ].map((name) => `aws:${name}`),
);

const stepName = /^[a-zA-Z0-9_]{3,128}$/;

/**
 * Reads the content of an Automation document.
 * @throws ServiceError InvalidDocumentContent or InvalidDocumentSchemaVersion for what cannot run.
 */
export function readRunbook(content: Readonly<Record<string, unknown>>): Runbook {
  const { schemaVersion, assumeRole = '', outputs = [] } = content;
  if (schemaVersion !== '0.3')
    throw new ServiceError(
      'InvalidDocumentSchemaVersion',
      `The document schemaVersion is ${JSON.stringify(schemaVersion)}; allowed for Automation: "0.3"`,
    );
  if (typeof assumeRole !== 'string') throw invalid('assumeRole is not a text');
  if (!isTexts(outputs)) throw invalid('outputs must be a list of texts such as step.Output');
  const runbook = {
    schemaVersion,
    assumeRole,
    parameters: readParameters(content['parameters']),
    steps: readSteps(content['mainSteps']),
    outputs,
  };
  const reason = refusedFlow(runbook);
  if (reason !== undefined) throw invalid(reason);
  return runbook;
}

function readParameters(parameters: unknown = {}): ParameterDeclarations {
  if (!isRecord(parameters)) throw invalid('parameters is not a mapping');
  const entries = Object.entries(parameters).map(([name, declared]) => {
    if (!isRecord(declared)) throw invalid(`Parameter ${name} is not a mapping`);
    const { allowedValues } = declared;
    const texts = Array.isArray(allowedValues) ? { allowedValues: allowedValues.map(String) } : {};
    return [
      name,
      readDeclaration(name, { ...declared, ...texts, type: plainType(declared['type']) }),
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** The type of a resource (`AWS::EC2::Instance::Id`) is text for the service; the console makes a list of it. */
function plainType(type: unknown): unknown {
  if (typeof type !== 'string') return type;
  if (/^List<AWS::[\w:]+>$/.test(type)) return 'StringList';
  return /^AWS::[\w:]+$/.test(type) ? 'String' : type;
}

function readSteps(steps: unknown): RunbookStep[] {
  if (!Array.isArray(steps) || steps.length === 0) throw invalid('The document has no mainSteps');
  return steps.map((step: unknown) => {
    if (!isRecord(step)) throw invalid(`A step is not a mapping: ${JSON.stringify(step)}`);
    return readStep(step);
  });
}

function readStep(step: Readonly<Record<string, unknown>>): RunbookStep {
  const { name, action, inputs = {}, outputs = [] } = step;
  if (typeof name !== 'string' || !stepName.test(name))
    throw invalid(`The step name ${JSON.stringify(name)} must have 3 to 128 letters, digits and _`);
  if (typeof action !== 'string' || !actions.has(action))
    throw invalid(`Step ${name}: there is no action ${JSON.stringify(action)}`);
  if (!isRecord(inputs)) throw invalid(`Step ${name}: inputs is not a mapping`);
  if (!Array.isArray(outputs)) throw invalid(`Step ${name}: outputs is not a list`);
  const reason = action === 'aws:branch' ? refusedBranch(inputs) : undefined;
  if (reason !== undefined) throw invalid(`Step ${name}: ${reason}`);
  const read = {
    ...{ name, action, inputs },
    outputs: outputs.map((output: unknown) => readOutput(name, output)),
    maxAttempts: readCount(step, 'maxAttempts'),
    timeoutSeconds: readCount(step, 'timeoutSeconds'),
    onFailure: readText(step, 'onFailure', /^(Abort|Continue|step:.+)$/),
    onCancel: readText(step, 'onCancel', /^(Abort|step:.+)$/),
    isEnd: readFlag(step, 'isEnd'),
    isCritical: readFlag(step, 'isCritical'),
    nextStep: readText(step, 'nextStep', /./),
  };
  const invocation = refusedInvocation(read);
  if (invocation !== undefined) throw invalid(invocation);
  return read;
}

function readOutput(step: string, output: unknown): OutputDeclaration {
  const { Name: name, Selector: selector, Type: given = 'String' } = isRecord(output) ? output : {};
  const type = outputTypes.find((known) => known === given);
  if (typeof name !== 'string' || typeof selector !== 'string' || type === undefined)
    throw invalid(
      `Step ${step}: an output needs a Name, a Selector and a Type of ${outputTypes.join(', ')}; received ${JSON.stringify(output)}`,
    );
  return { name, selector, type };
}

function readCount(step: Readonly<Record<string, unknown>>, key: string): number | undefined {
  const value = step[key];
  if (value === undefined) return undefined;
  const count = typeof value === 'string' ? Number(value) : value;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1)
    throw invalid(
      `Step ${step['name']}: ${key} is ${JSON.stringify(value)}; a whole number from 1 is needed`,
    );
  return count;
}

function readText(step: Readonly<Record<string, unknown>>, key: string, allowed: RegExp): string | undefined {
  const value = step[key];
  if (value === undefined || (typeof value === 'string' && allowed.test(value))) return value;
  throw invalid(`Step ${step['name']}: ${key} is ${JSON.stringify(value)}; it must match ${allowed.source}`);
}

function readFlag(step: Readonly<Record<string, unknown>>, key: string): boolean | undefined {
  const value = step[key];
  if (value === undefined) return undefined;
  if (value !== true && value !== false && value !== 'true' && value !== 'false')
    throw invalid(`Step ${step['name']}: ${key} is ${JSON.stringify(value)}; true or false is needed`);
  return value === true || value === 'true';
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidDocumentContent', message);
}
