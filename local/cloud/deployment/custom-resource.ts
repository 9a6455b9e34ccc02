import type { HttpRequest, HttpResponse } from '../gateway.ts';
import { ServiceError } from '../service.ts';
import type { CreatedResource } from '../template.ts';
import { isRecord } from '../wire/json-codec.ts';
import type { Creation } from './resource-types.ts';

/** How long CloudFormation waits for an answer when the resource does not say (`ServiceTimeout`). */
const serviceTimeoutSecondsDefault = 3600;

/**
 * Creates a custom resource: calls its function with the event that CloudFormation sends, and waits, in virtual time,
 * for the answer at the address given with it.
 * @throws ServiceError when the function answers FAILED, or does not answer in time.
 */
export async function createCustomResource(type: string, creation: Creation): Promise<CreatedResource> {
  const { cloud, stack, logicalId, properties } = creation;
  const requestId = cloud.random('cloudformation.request-id').uuid();
  const hostName = `cloudformation-custom-resource-response-${cloud.region.replaceAll('-', '')}.s3.amazonaws.com`;
  let answer: Readonly<Record<string, unknown>> | undefined;
  cloud.network.open(hostName, (request: HttpRequest): HttpResponse => {
    const body: unknown = JSON.parse(request.body);
    if (isRecord(body) && body['RequestId'] === requestId) answer = body;
    return { status: 200, headers: {}, body: '' };
  });

  const event = {
    RequestType: 'Create',
    ServiceToken: properties['ServiceToken'],
    ResponseURL: `https://${hostName}/${requestId}`,
    StackId: `arn:${cloud.partition}:cloudformation:${cloud.region}:${cloud.accountId}:stack/${stack.stackName}/${requestId}`,
    RequestId: requestId,
    LogicalResourceId: logicalId,
    ResourceType: type,
    ResourceProperties: toTexts(properties),
  };
  const timeoutSeconds = Number(properties['ServiceTimeout'] ?? serviceTimeoutSecondsDefault);
  cloud.lambda.invoke(String(properties['ServiceToken']), event, () => undefined);
  const untilMs = cloud.timeline.nowMs + timeoutSeconds * 1000;
  await cloud.loop.run({ untilMs, isDone: () => answer !== undefined });
  return readAnswer(logicalId, answer);
}

function readAnswer(
  logicalId: string,
  answer: Readonly<Record<string, unknown>> | undefined,
): CreatedResource {
  if (answer?.['Status'] !== 'SUCCESS') {
    const reason = answer === undefined ? 'did not answer in time' : String(answer['Reason']);
    throw new ServiceError('CustomResourceFailed', `${logicalId}: ${reason}`);
  }
  const data = isRecord(answer['Data']) ? answer['Data'] : {};
  const ref = answer['PhysicalResourceId'];
  if (typeof ref !== 'string' || ref === '')
    throw new ServiceError('CustomResourceFailed', `${logicalId}: Invalid PhysicalResourceId`);
  return {
    ref,
    attribute: (name) => {
      if (!(name in data)) throw new ServiceError('ValidationError', `${logicalId} has no attribute ${name}`);
      return data[name];
    },
  };
}

/** Properties as CloudFormation sends them: every number and truth value has become text. */
function toTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toTexts);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toTexts(v)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
