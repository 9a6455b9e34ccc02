import { isRecord } from '../core/is-record.ts';
import { ServiceError } from '../core/service.ts';
import { type Answer, awaitAnswer } from './custom-resource-answer.ts';
import type { Change, Creation, Properties, ResourceType } from './resource.ts';
import type { CreatedResource } from './template.ts';

/** The maximum of `ServiceTimeout`, which is also its default. */
const serviceTimeoutSecondsMax = 3600;

/**
 * A custom resource. Its function is called with the event that CloudFormation sends, and its response says what has
 * become of the resource. The call is asynchronous, so Lambda retries it if the function fails.
 */
export const customResource: ResourceType = {
  create: async (creation) => readResource(creation, await request(creation, 'Create', {})),
  choosesId: true,
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

/** The failure of a custom resource: its function responded with FAILED, with an invalid response, or not in time. */
export class CustomResourceFailure extends ServiceError {
  /** The id of the resource, which the roll-back uses. */
  readonly ref: string;

  constructor(logicalId: string, reason: string, ref: string) {
    super('CustomResourceFailed', `${logicalId}: ${reason}`);
    this.ref = ref;
  }
}

/**
 * Sends an event and waits, in virtual time, for its response.
 * @throws CustomResourceFailure unless the response is SUCCESS and has an id.
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
    StackId: creation.stackId,
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

/**
 * Checks a response. `knownRef` is the current id of the resource, or the id that CloudFormation makes for a new one.
 */
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
      if (Object.hasOwn(data, name)) return data[name];
      throw new ServiceError(
        'ValidationError',
        `CustomResource attribute error: Vendor response doesn't contain ${name} attribute in object ${logicalId}`,
      );
    },
  };
}

/** @throws ServiceError when the update changes the ServiceToken. */
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

/** Converts properties to what CloudFormation sends: numbers and booleans become strings. */
function toTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toTexts);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toTexts(v)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
