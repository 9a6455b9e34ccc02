import { isRecord } from '../core/is-record.ts';
import { ServiceError } from '../core/service.ts';
import { type Answer, awaitAnswer } from './custom-resource-answer.ts';
import type { Change, Creation, Properties, ResourceType } from './resource.ts';
import { type CreatedResource, stackId } from './template.ts';

/** How long CloudFormation waits for an answer when the resource does not say (`ServiceTimeout`), and at most. */
const serviceTimeoutSecondsMax = 3600;

/**
 * A custom resource: its function is called with the event that CloudFormation sends, and says by its answer what has
 * become of the resource. The call is asynchronous, so Lambda repeats it when the function fails.
 */
export const customResource: ResourceType = {
  create: async (creation) => readResource(creation, await request(creation, 'Create', {})),
  update: async (change) => {
    refuseOtherToken(change);
    const { ref, oldProperties } = change;
    const more = { PhysicalResourceId: ref, OldResourceProperties: toTexts(oldProperties) };
    return readResource(change, await request(change, 'Update', more));
  },
  remove: async (standing) => {
    await request(standing, 'Delete', { PhysicalResourceId: standing.ref });
  },
};

/** A custom resource whose function answered FAILED, something that is no answer, or nothing in time. */
export class CustomResourceFailure extends ServiceError {
  /** The id that the resource has nevertheless: the roll-back is sent with it. */
  readonly ref: string;

  constructor(logicalId: string, reason: string, ref: string) {
    super('CustomResourceFailed', `${logicalId}: ${reason}`);
    this.ref = ref;
  }
}

/**
 * Sends an event and waits, in virtual time, for its answer.
 * @throws CustomResourceFailure unless the answer is SUCCESS and has an id.
 */
async function request(creation: Creation, requestType: string, more: Properties): Promise<Answer> {
  const { cloud, stack, logicalId, type, properties } = creation;
  const timeoutSeconds = readTimeout(creation);
  const RequestId = cloud.random('cloudformation.request-id').uuid();
  const pending = awaitAnswer(cloud, { stackName: stack.stackName, logicalId, requestId: RequestId });
  const event = {
    RequestType: requestType,
    ServiceToken: properties['ServiceToken'],
    ResponseURL: pending.url,
    StackId: stackId(cloud, stack.stackName),
    RequestId,
    LogicalResourceId: logicalId,
    ResourceType: type,
    ResourceProperties: toTexts(properties),
    ...more,
  };
  cloud.trace('cloudformation.request', { requestType, logicalId, event: JSON.stringify(event) });
  const untilMs = cloud.timeline.nowMs + timeoutSeconds * 1000;
  cloud.lambda.invokeLater(String(properties['ServiceToken']), event);
  await cloud.loop.run({ untilMs, isDone: () => pending.answer() !== undefined });
  return readAnswer(creation, pending.answer(), String(more['PhysicalResourceId'] ?? creation.name));
}

/** `knownRef` is the id that CloudFormation has: from before, or its own for a resource that is being created. */
function readAnswer({ logicalId }: Creation, answer: Answer | undefined, knownRef: string): Answer {
  if (answer === undefined) throw new CustomResourceFailure(logicalId, 'did not answer in time', knownRef);
  const ref = answer.physicalResourceId;
  if (answer.problem !== undefined || answer.status !== 'SUCCESS')
    throw new CustomResourceFailure(logicalId, answer.problem ?? answer.reason, ref === '' ? knownRef : ref);
  return answer;
}

function readResource({ logicalId }: Creation, { physicalResourceId, data }: Answer): CreatedResource {
  return {
    ref: physicalResourceId,
    attribute: (name) => {
      if (name in data) return data[name];
      throw new ServiceError(
        'ValidationError',
        `CustomResource attribute error: Vendor response doesn't contain ${name} attribute in object ${logicalId}`,
      );
    },
  };
}

/** @throws ServiceError when the update would have another function do what the earlier one began. */
function refuseOtherToken({ logicalId, properties, oldProperties }: Change): void {
  if (properties['ServiceToken'] === oldProperties['ServiceToken']) return;
  throw new ServiceError('ValidationError', `${logicalId}: Modifying service token is not allowed.`);
}

function readTimeout({ logicalId, properties }: Creation): number {
  const seconds = Number(properties['ServiceTimeout'] ?? serviceTimeoutSecondsMax);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= serviceTimeoutSecondsMax) return seconds;
  throw new ServiceError(
    'ValidationError',
    `${logicalId}: ServiceTimeout must be an integer from 1 to ${serviceTimeoutSecondsMax}, received ${properties['ServiceTimeout']}`,
  );
}

/** Properties as CloudFormation sends them: every number and truth value has become text. */
function toTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toTexts);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toTexts(v)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
