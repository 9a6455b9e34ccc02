import { registeredServices } from '../../../../scripts/operations-table.ts';
import { type Model, models } from '../../../../src/core/wire/models.ts';
import type { OperationRequests, ServiceRequests } from './requests.ts';
import { requestsOfAutoScaling } from './requests-of-auto-scaling.ts';
import { requestsOfCloudFormation } from './requests-of-cloudformation.ts';
import { requestsOfCloudWatch, requestsOfLogs } from './requests-of-cloudwatch-logs.ts';
import { requestsOfConfig } from './requests-of-config.ts';
import { requestsOfDynamodb } from './requests-of-dynamodb.ts';
import { requestsOfEc2 } from './requests-of-ec2.ts';
import { requestsOfEvents, requestsOfIam, requestsOfSns } from './requests-of-events-sns-iam.ts';
import { requestsOfLambda, requestsOfScheduler, requestsOfSts } from './requests-of-lambda-scheduler-sts.ts';
import { requestsOfResourceGroups } from './requests-of-resource-groups.ts';
import { requestsOfSqs } from './requests-of-sqs.ts';
import { requestsOfSsm } from './requests-of-ssm.ts';
import { requestsOfTagging } from './requests-of-tagging.ts';

/** The requests to every service, by its name. */
export const tables: Readonly<Record<string, ServiceRequests>> = {
  'auto-scaling': requestsOfAutoScaling,
  cloudformation: requestsOfCloudFormation,
  cloudwatch: requestsOfCloudWatch,
  config: requestsOfConfig,
  dynamodb: requestsOfDynamodb,
  ec2: requestsOfEc2,
  events: requestsOfEvents,
  iam: requestsOfIam,
  lambda: requestsOfLambda,
  logs: requestsOfLogs,
  'resource-groups': requestsOfResourceGroups,
  scheduler: requestsOfScheduler,
  sns: requestsOfSns,
  sqs: requestsOfSqs,
  ssm: requestsOfSsm,
  sts: requestsOfSts,
  tagging: requestsOfTagging,
};

/** Every operation of every service, and once more in the older protocol of SQS. */
export const operations = registeredServices().flatMap(({ name: service, operations }) =>
  Object.keys(operations).flatMap((operation) =>
    modelsOf(service).map((model) => ({ service, operation, protocol: model.protocol, model })),
  ),
);

export function tableOf(service: string): ServiceRequests {
  const table = tables[service];
  if (table === undefined) throw new Error(`There are no requests to ${service}`);
  return table;
}

export function requestsOf(service: string, operation: string): OperationRequests {
  const requests = tableOf(service).operations[operation];
  if (requests === undefined) throw new Error(`There are no requests to ${service} ${operation}`);
  return requests;
}

/** CloudWatch's protocols have a test of their own: their answers differ only in how they are written. */
function modelsOf(service: string): Model[] {
  const [first, ...others] = models.filter((each) => each.service === service);
  if (first === undefined) throw new Error(`There is no model of ${service}`);
  return service === 'sqs' ? [first, ...others] : [first];
}
