import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Shell } from '../programs.ts';
import { AwsStandIn } from './aws-stand-in.ts';
import { type PartOptions, Sandbox } from './sandbox.ts';

/** The parts that fetch secrets and packages, in their order. */
export const secretParts = [
  'sha-hmac',
  'sign-request',
  'read-json',
  'send-request',
  'node-credentials',
  'fetch-secrets',
  'hide-secrets',
  'download-s3',
];

/** Temporary credentials of the form that AWS gives. */
export const roleCredentials = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYROLEKEY123',
  sessionToken: `IQoJb3JpZ2luX2VjEPT//////////${'TheTokenOfTheRole+/'.repeat(40)}==`,
};
export const agentCredentials = {
  accessKeyId: 'ASIAIOSFODNN7AGENTS2',
  secretAccessKey: 'agentXUtnFEMI/K7MDENG+bPxRfiCYAGENTKEY12',
  sessionToken: `IQoJb3JpZ2luX2VjEAgent//////${'TheTokenOfTheAgent+/'.repeat(40)}==`,
};

/** A stand-in of AWS and a sandbox for each test. Start it once in a test file. */
export function startSecretsBench() {
  const aws = new AwsStandIn();
  let sandbox = new Sandbox();
  beforeAll(async () => void (await aws.start()));
  afterAll(() => aws.close());
  beforeEach(() => {
    sandbox.remove();
    sandbox = new Sandbox();
    aws.clear();
  });
  afterEach(() => sandbox.remove());

  /** Runs the parts and these lines on a node whose services are the stand-in. */
  const run = (shell: Shell, lines: string, { environment = {}, ...options }: PartOptions = {}) => {
    const own = {
      AWS_ENDPOINT_URL: aws.url,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.url,
      AWS_SSM_REGION_NAME: 'eu-west-1',
    };
    return sandbox.run(
      shell,
      secretParts,
      `agent_credentials='${sandbox.folder}/agent-credentials'\n${lines}`,
      {
        ...options,
        environment: {
          ...own,
          AWS_SHARED_CREDENTIALS_FILE: `${sandbox.folder}/root-credentials`,
          ...environment,
        },
      },
    );
  };
  return { aws, run, sandbox: () => sandbox };
}

/** The file in which the SSM agent keeps credentials, as its library writes it. */
export function agentFile({ accessKeyId, secretAccessKey, sessionToken }: typeof agentCredentials): string {
  return `[default]\naws_access_key_id     = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\naws_session_token     = ${sessionToken}\n\n`;
}
