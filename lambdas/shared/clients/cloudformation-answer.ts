import { request } from 'node:https';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

/** The answer of a custom resource to CloudFormation. `data` holds its attributes (Fn::GetAtt). */
export type CustomResourceAnswer =
  | { status: 'SUCCESS'; physicalResourceId: string; data: Readonly<Record<string, string>> }
  | { status: 'FAILED'; physicalResourceId: string; reason: string };

/**
 * CloudFormation takes answers of at most 4,096 bytes. This leaves room for the other fields beside the
 * reason.
 */
const reasonLengthMax = 1000;
/** Long enough for a slow network, and short enough for another attempt within the function's time. */
const answerTimeoutMs = 10_000;

/**
 * Puts the answer to the address that came with the event of CloudFormation. The address is signed, so the
 * request needs no credentials. CloudFormation wants an empty content type.
 * @throws when CloudFormation did not take the answer. Lambda then calls the function again.
 */
export function answerCloudFormation(
  event: CloudFormationCustomResourceEvent,
  answer: CustomResourceAnswer,
): Promise<void> {
  const body = JSON.stringify({
    Status: answer.status,
    Reason: answer.status === 'FAILED' ? answer.reason.slice(0, reasonLengthMax) : 'done',
    PhysicalResourceId: answer.physicalResourceId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: answer.status === 'SUCCESS' ? answer.data : {},
  });
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const put = request(event.ResponseURL, { method: 'PUT', headers }, (response) => {
      response.resume();
      const isTaken = response.statusCode === 200;
      response.on('end', () =>
        isTaken ? resolve() : reject(new Error(`CloudFormation answered ${response.statusCode}`)),
      );
    });
    put.setTimeout(answerTimeoutMs, () => put.destroy(new Error('CloudFormation did not answer in time')));
    put.on('error', reject);
    put.end(body);
  });
}
