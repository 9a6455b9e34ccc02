import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Settings } from '../../../configuration/settings.ts';
import { acknowledgeWildcards } from '../../../constructs/acknowledged-findings.ts';
import { handOut, kept } from '../../../constructs/kept.ts';
import { keyOf } from '../../../constructs/key-of.ts';
import { type AgentPart, agentOn, agentPlatforms } from './agent-part.ts';
import type { Agents, SecretSource } from './agent-schema.ts';

/** Whose secrets and packages, and where the names are exported. */
export interface AgentSecretsProps {
  readonly prefix: string;
  /** For example `/muster`: the parameters are `/muster/instance-access/...`. */
  readonly parameterPath: string;
  /** The agents, and the ARN of a key that exists. Without it, one is made when an agent has secrets. */
  readonly settings: Pick<Settings, 'agents' | 'agentsKeyArn'>;
}

/** The parameter that has the ARN of the policy, below the path of all parameters. */
export const agentPolicyParameter = 'instance-access/agent-policy-arn';

/** What the nodes of a configuration fetch by name. */
interface Needs {
  readonly parameters: readonly string[];
  readonly secrets: readonly string[];
  /** `BUCKET/KEY` of packages in private buckets. */
  readonly objects: readonly string[];
}

/**
 * What a node needs to fetch the secrets and the private packages of the agents: a key, and a policy that allows
 * exactly the names in the configuration.
 *
 * The key is what separates nodes: AmazonSSMManagedInstanceCore lets a node read every parameter, but not decrypt
 * with this key. It is kept when the stack is deleted, because without it no secret could be read again.
 */
export class AgentSecrets extends Construct {
  readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string, { prefix, parameterPath, settings }: AgentSecretsProps) {
    super(scope, id);
    const needs = needsOf(settings.agents);
    const hasSecrets = needs.parameters.length + needs.secrets.length > 0;
    const key = hasSecrets ? keyOf(this, settings.agentsKeyArn, () => this.#createKey(prefix)) : undefined;
    this.policy = new ManagedPolicy(this, 'Policy', {
      description: 'Lets a node fetch the secrets and the private packages of its agents.',
      statements: this.#statements(needs, key),
    });
    handOut(this.policy);
    new StringParameter(this, 'PolicyArn', {
      parameterName: `${parameterPath}/${agentPolicyParameter}`,
      stringValue: this.policy.managedPolicyArn,
    });
  }

  #createKey(prefix: string): Key {
    return new Key(this, 'Key', {
      alias: `alias/${prefix}/agents`,
      description: 'Encrypts the secrets of the agents.',
      enableKeyRotation: true,
      removalPolicy: kept,
    });
  }

  #statements({ parameters, secrets, objects }: Needs, key: IKey | undefined): PolicyStatement[] {
    const { partition, region, account } = Stack.of(this);
    const arn = (service: string, resource: string) =>
      `arn:${partition}:${service}:${region}:${account}:${resource}`;
    const secretArns = secrets.map((name) => arn('secretsmanager', `secret:${name}-??????`));
    const allow = (sid: string, action: string, resources: readonly string[]) =>
      resources.length === 0
        ? []
        : [new PolicyStatement({ sid, actions: [action], resources: [...resources] })];
    acknowledgeWildcards(this, secretArns, 'Secrets Manager adds six characters to the name of a secret.');
    return [
      ...allow(
        'Parameters',
        'ssm:GetParameter',
        parameters.map((name) => arn('ssm', `parameter/${name.replace(/^\//, '')}`)),
      ),
      ...allow('Secrets', 'secretsmanager:GetSecretValue', secretArns),
      ...allow('Key', 'kms:Decrypt', key === undefined ? [] : [key.keyArn]),
      ...allow(
        'Packages',
        's3:GetObject',
        objects.map((object) => `arn:${partition}:s3:::${object}`),
      ),
    ];
  }
}

/** True when the nodes of a configuration fetch anything with their own role. */
export function hasNeeds(agents: Agents): boolean {
  return Object.values(needsOf(agents)).some((names) => names.length > 0);
}

function needsOf(agents: Agents): Needs {
  const platforms = Object.values(agents).flatMap((agent) =>
    agentPlatforms.flatMap((platform) => agentOn(agent, platform) ?? []),
  );
  const parts = platforms.flatMap((platform): AgentPart[] => [platform, ...Object.values(platform.systems)]);
  const sources = parts.flatMap(({ secrets }) => Object.values(secrets));
  const addresses = platforms.flatMap(({ packages }) => Object.values(packages));
  return {
    parameters: unique(
      sources.flatMap((source: SecretSource) => ('parameter' in source ? [source.parameter] : [])),
    ),
    secrets: unique(sources.flatMap((source: SecretSource) => ('secret' in source ? [source.secret] : []))),
    objects: unique(addresses.flatMap((address) => /^s3:\/\/([^#]+)#/.exec(address)?.[1] ?? [])),
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
