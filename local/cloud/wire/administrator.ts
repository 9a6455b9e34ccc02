import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { paginateListCommands, SSMClient } from '@aws-sdk/client-ssm';
import type { Gateway } from '../gateway.ts';
import type { Place } from '../host.ts';

export { paginateListCommands, paginateScan };

/** The parts of the SDK's HTTP request that are carried. */
interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The SDK's clients, in the name of an administrator, wired to a local cloud: no network and no virtual time passes. */
export interface Administrator {
  readonly dynamodb: DynamoDBClient;
  readonly ec2: EC2Client;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
}

/** Clients for looking into a local cloud from outside: reports and tests. */
export function createAdministrator(gateway: Gateway, { region }: Place): Administrator {
  const configuration = {
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: SdkRequest) => {
        const { method, hostname: host, path, headers } = request;
        const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
        const body =
          request.body instanceof Uint8Array
            ? Buffer.from(request.body).toString()
            : String(request.body ?? '');
        const answer = gateway.serve(
          { method, host, path, headers: Object.fromEntries(lowerCase), body },
          { kind: 'administrator' },
        );
        const response = {
          statusCode: answer.status,
          headers: { ...answer.headers },
          body: Buffer.from(answer.body),
        };
        return { response };
      },
    },
  };
  return {
    dynamodb: new DynamoDBClient(configuration),
    ec2: new EC2Client(configuration),
    sqs: new SQSClient(configuration),
    ssm: new SSMClient(configuration),
  };
}
