import type { ParameterHistory, ParameterInlinePolicy } from '@aws-sdk/client-ssm';
import { parseJson } from '../../../lambdas/shared/domain/parse-json.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { refuse } from '../../account/refusal.ts';
import { showPolicies } from './show-policies.ts';

/** One version of a parameter, from its history. */
export interface ParameterVersion {
  readonly name: string;
  readonly version: number;
  readonly labels: readonly string[];
  /** String, StringList or SecureString. */
  readonly type: string;
  /** Absent for a SecureString that was not decrypted, because the history then gives only cipher text. */
  readonly value?: string;
  /** ISO 8601, in UTC. */
  readonly changedAt: string;
  /** The ARN of whoever changed it. */
  readonly changedBy: string;
  readonly description: string;
  readonly tier: string;
  readonly allowedPattern: string;
  /** In words, in an order of their own. */
  readonly policies: string;
  readonly dataType: string;
}

/** Parameters below a path. */
export interface Listing {
  readonly names: readonly string[];
  /** The account that they are in; absent when there are none. */
  readonly accountId?: string;
}

/** The result of setting labels. */
export interface LabelResult {
  readonly version: number;
  readonly refused: readonly string[];
}

/**
 * Parameter Store, as an operator sees it. Every failure is a UsageError, because it is about rights, names
 * or the network.
 */
export interface ParameterVersions {
  /** The parameters below a path, on every level. */
  below(path: string): Promise<Listing>;
  /** Every version that is kept, oldest first; none when the parameter does not exist. */
  history(name: string): Promise<ParameterVersion[]>;
  /** Labels a version, by default the latest. A label that another version has moves. */
  label(name: string, labels: readonly string[], version?: number): Promise<LabelResult>;
}

/**
 * Histories and labels allow three calls a second in an account. Six attempts wait for a quarter of a minute.
 */
const attemptsMax = 6;

/** Connects to Systems Manager. The SDK is loaded only here, because the other commands do without it. */
export async function connectVersions(
  settings: ClientSettings,
  WithDecryption: boolean,
): Promise<ParameterVersions> {
  const sdk = await import('@aws-sdk/client-ssm');
  const client = new sdk.SSMClient({ ...settings, maxAttempts: attemptsMax });
  return {
    async below(path) {
      const pages = sdk.paginateGetParametersByPath(
        { client, pageSize: 10 },
        { Path: path, Recursive: true },
      );
      const found = (await collect('ssm:GetParametersByPath', pages)).flatMap(
        ({ Parameters = [] }) => Parameters,
      );
      const accountId = found[0]?.ARN?.split(':')[4];
      const names = found.flatMap(({ Name }) => Name ?? []).sort();
      return { names, ...(accountId === undefined ? {} : { accountId }) };
    },
    async history(name) {
      const pages = sdk.paginateGetParameterHistory({ client, pageSize: 50 }, { Name: name, WithDecryption });
      const found = await collect('ssm:GetParameterHistory', pages, 'ParameterNotFound');
      return found.flatMap(({ Parameters = [] }) =>
        Parameters.map((each) => readVersion(each, WithDecryption)),
      );
    },
    async label(name, labels, version) {
      const input = { Name: name, Labels: [...labels], ParameterVersion: version };
      const call = client.send(new sdk.LabelParameterVersionCommand(input));
      const answer = await call.catch((error: unknown) => refuse('ssm:LabelParameterVersion', error, 'none'));
      return { version: answer.ParameterVersion ?? 0, refused: answer.InvalidLabels ?? [] };
    },
  };
}

/** The items of all pages; none when the first page is refused with the error `absence`. */
async function collect<T>(operation: string, pages: AsyncIterable<T>, absence?: string): Promise<T[]> {
  const all: T[] = [];
  try {
    for await (const page of pages) all.push(page);
    return all;
  } catch (error) {
    if (error instanceof Error && error.name === absence) return [];
    return refuse(operation, error, 'none');
  }
}

function readVersion(found: ParameterHistory, isDecrypted: boolean): ParameterVersion {
  const { Type: type = '', Value: value } = found;
  const isShown = value !== undefined && (type !== 'SecureString' || isDecrypted);
  return {
    name: found.Name ?? '',
    version: found.Version ?? 0,
    labels: found.Labels ?? [],
    type,
    ...(isShown ? { value } : {}),
    changedAt: found.LastModifiedDate?.toISOString() ?? '',
    changedBy: found.LastModifiedUser ?? '',
    description: found.Description ?? '',
    tier: found.Tier ?? 'Standard',
    allowedPattern: found.AllowedPattern ?? '',
    policies: showPolicies((found.Policies ?? []).map(readPolicy)),
    dataType: found.DataType ?? 'text',
  };
}

/** A policy as it was put. AWS gives it back as text. */
function readPolicy({ PolicyText = '', PolicyType = '' }: ParameterInlinePolicy): unknown {
  return parseJson(PolicyText) ?? { Type: PolicyType };
}
