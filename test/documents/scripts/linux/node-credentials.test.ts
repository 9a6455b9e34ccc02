import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeShells } from '../programs.ts';
import { firstShell, senders } from './sandbox.ts';
import {
  agentCredentials,
  agentFile,
  roleCredentials,
  secretParts,
  startSecretsBench,
} from './secrets-bench.ts';

const { aws, run, sandbox } = startSecretsBench();

/** The identity that a node finds first, and its credentials. */
const showFirst = `find_region
for source in profile agent root; do use_identity "$source" && break; done
put "$region|$identity|$access_key|$secret_key|$session_token"`;
const line = (identity: string, { accessKeyId, secretAccessKey, sessionToken }: typeof roleCredentials) =>
  ['eu-west-1', identity, accessKeyId, secretAccessKey, sessionToken].join('|');

const rootFile = `# a comment
[other]
aws_access_key_id = AKIAOTHER
[default]
  region = eu-west-1
aws_access_key_id=AKIAIOSFODNN7ROOTS12
aws_secret_access_key = root/with=equals+1=\r
[last]
aws_access_key_id = AKIALAST
aws_secret_access_key = last
`;

describe.each(nodeShells)('under %s, a node', (_name, shell) => {
  it('takes the credentials of its instance profile, and its region, from the instance metadata', async () => {
    aws.launchWith('web+1=2@x', roleCredentials);
    const { stdout, stderr } = await run(shell, showFirst, { environment: { AWS_SSM_REGION_NAME: '' } });
    expect({ stdout, stderr }).toEqual({
      stdout: line("the instance profile's role web+1=2@x", roleCredentials),
      stderr: '',
    });
    expect(aws.metadataRequests).toEqual([
      'PUT /latest/api/token',
      'GET /latest/meta-data/placement/region',
      'GET /latest/meta-data/iam/security-credentials/',
      'GET /latest/meta-data/iam/security-credentials/web+1=2@x',
    ]);
  });

  it('without a profile takes those that the SSM agent keeps', async () => {
    sandbox().write('agent-credentials', agentFile(agentCredentials));
    expect((await run(shell, showFirst)).stdout).toBe(line("the SSM agent's role", agentCredentials));
  });

  it('without either takes those of root, of the profile that the agent names', async () => {
    sandbox().write('root-credentials', rootFile);
    const first = await run(shell, showFirst);
    expect(first.stdout).toBe(
      "eu-west-1|root's shared credentials|AKIAIOSFODNN7ROOTS12|root/with=equals+1=|",
    );
    const named = await run(shell, showFirst, { environment: { AWS_PROFILE: 'last' } });
    expect(named.stdout).toBe("eu-west-1|root's shared credentials|AKIALAST|last|");
  });

  it('hands no credentials on to the programs that it starts, even if variables of these names came to it', async () => {
    aws.launchWith('web', roleCredentials);
    const texts = secretParts
      .map((part) => readFileSync(`documents/scripts/linux/${part}.sh`, 'utf8'))
      .join('\n');
    const names = new Set([...texts.matchAll(/\b([a-z_0-9]+)=/g)].map(([, name = '']) => name));
    expect(names.size).toBeGreaterThan(60);
    aws.parameters.set('/cid', 'the-value');
    const environment = Object.fromEntries([...names].map((name) => [name, 'x']));
    const lines = `${showFirst} >/dev/null\nsecrets=CID=parameter:/cid\nfetch_secrets\nunset CID\nsign_region=x sign_service=x\nsigned_request GET "$AWS_ENDPOINT_URL/a" 5 ''\nawk 'BEGIN { for (name in ENVIRON) print name "=" ENVIRON[name] }'`;
    const { stdout } = await run(shell, lines, { environment });
    expect(stdout).toContain('eu-west-1');
    expect(stdout).not.toMatch(/ROLEKEY|TheTokenOfTheRole|Signature=|AQAEA|the-value/);
  });
});

describe.each(senders)('the instance metadata with %s', (sender) => {
  const environment = {
    http_proxy: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: '',
  };

  it('are asked without the proxy, wherever they are', async () => {
    aws.launchWith('web', roleCredentials);
    environment.AWS_EC2_METADATA_SERVICE_ENDPOINT = aws.url.replace('127.0.0.1', '127.0.0.2');
    const { stdout, stderr } = await run(firstShell(), showFirst, { sender, environment });
    expect({ stdout, stderr }).toEqual({
      stdout: line("the instance profile's role web", roleCredentials),
      stderr: '',
    });
  });
});

describe('a node', () => {
  const shell = firstShell();

  it('outside of EC2 does not ask the address of the instance metadata, where a stranger may be', async () => {
    aws.launchWith('web', roleCredentials);
    sandbox().write('root-credentials', rootFile);
    const { stdout } = await run(shell, showFirst, {
      environment: { AWS_SSM_INSTANCE_ID: 'mi-0123456789abcdef0' },
    });
    expect(stdout).toContain('AKIAIOSFODNN7ROOTS12');
    expect(aws.metadataRequests).toEqual([]);
  });

  it('gives up on instance metadata that do not answer within seconds, and asks them once', async () => {
    sandbox().write('root-credentials', rootFile);
    const environment = { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9' };
    const { stdout } = await run(shell, `${showFirst}\nuse_identity profile || put none`, {
      environment,
      isRecorded: true,
    });
    expect(stdout).toMatch(/AKIAIOSFODNN7ROOTS12.*none$/);
    expect(
      sandbox()
        .programArguments.split('\n')
        .filter((call) => call.startsWith('curl ')),
    ).toHaveLength(2);
  });

  it('is told the cause where the role of its profile gives no credentials', async () => {
    aws.launchWith('web', roleCredentials);
    aws.profilePage = '{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role web."}';
    const { stdout } = await run(shell, 'secrets=CID=parameter:/cid\nfetch_secrets');
    expect(stdout).toMatch(
      /^muster: outcome 31 secret-denied: .*; the instance profile's role web gives none: AssumeRoleUnauthorizedAccess\n$/,
    );
  });

  it('whose region nobody names is told so', async () => {
    const environment = { AWS_SSM_REGION_NAME: '', AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9' };
    const { stdout } = await run(shell, 'find_region', { environment });
    expect(stdout).toMatch(/^muster: outcome 29 cannot-run: the region of the node is ''/);
  });

  it.each([
    ['eu-west-1', 'https://ssm.eu-west-1.amazonaws.com'],
    ['us-gov-west-1', 'https://ssm.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'https://ssm.cn-north-1.amazonaws.com.cn'],
    ['eusc-de-east-1', 'https://ssm.eusc-de-east-1.amazonaws.eu'],
    ['us-iso-east-1', 'https://ssm.us-iso-east-1.c2s.ic.gov'],
    ['us-isob-east-1', 'https://ssm.us-isob-east-1.sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'https://ssm.eu-isoe-west-1.cloud.adc-e.uk'],
    ['us-isof-south-1', 'https://ssm.us-isof-south-1.csp.hci.ic.gov'],
  ])('in %s asks %s', async (region, endpoint) => {
    const { stdout } = await run(shell, `endpoint_of ssm ${region} AWS_ENDPOINT_URL_SSM; put "$endpoint"`, {
      environment: { AWS_ENDPOINT_URL: '' },
    });
    expect(stdout).toBe(endpoint);
  });

  it('takes an endpoint from its environment, the one of the service first, but none without TLS elsewhere', async () => {
    const ask = async (AWS_ENDPOINT_URL: string, AWS_ENDPOINT_URL_SSM = '') =>
      (
        await run(shell, 'endpoint_of ssm eu-west-1 AWS_ENDPOINT_URL_SSM; put "$endpoint"', {
          environment: { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_SSM },
        })
      ).stdout;
    expect(await ask('https://example.com/', 'https://ssm.example.com')).toBe('https://ssm.example.com');
    expect(await ask('https://example.com/')).toBe('https://example.com');
    for (const wrong of [
      'http://example.com',
      'http://127.0.0.1.example.com',
      'http://localhost.example.com',
      'https://a"b',
      'ftp://x',
    ]) {
      expect(await ask(wrong)).toMatch(/^muster: outcome 26 bad-parameter: AWS_ENDPOINT_URL_SSM is /);
    }
  });
});
