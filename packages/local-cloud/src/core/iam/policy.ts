import { isRecord } from '../is-record.ts';
import { NotEmulatedError, type Principal, ServiceError } from '../service.ts';
import { type AccessRequest, accountOf } from './access-request.ts';
import { type Condition, compileCondition } from './condition.ts';
import { compileText, type TextMatcher } from './match-text.ts';

/** `identity` policies belong to a role, `resource` policies to a queue, topic, function ... */
export type PolicyKind = 'identity' | 'resource';

/** One pattern of an Action or Resource element, as written. A NotAction or NotResource is one pattern. */
export interface ElementPattern {
  readonly text: string;
  readonly matches: TextMatcher;
}

/** One compiled statement of a policy. */
export interface Statement {
  readonly policyName: string;
  readonly policyKind: PolicyKind;
  /** The Sid, or the index of the statement in its policy. */
  readonly id: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly ElementPattern[];
  readonly resources: readonly ElementPattern[];
  readonly condition: Condition | undefined;
  /** Whether the statement applies to the caller. Statements of identity policies always do. */
  appliesTo(principal: Principal): boolean;
}

/** A statement, and its action patterns that match one action. */
export interface ActionMatch {
  readonly statement: Statement;
  readonly actions: readonly ElementPattern[];
}

/** A compiled policy. It caches the statements that match an action. */
export class Policy {
  readonly name: string;
  readonly statements: readonly Statement[];
  readonly #byAction = new Map<string, readonly ActionMatch[]>();

  constructor(name: string, statements: readonly Statement[]) {
    this.name = name;
    this.statements = statements;
  }

  /** The statements that match `action`, with any effect. */
  speakingOf(action: string, request: AccessRequest): readonly ActionMatch[] {
    const known = this.#byAction.get(action);
    if (known !== undefined) return known;
    const lowerCaseAction = action.toLowerCase();
    const found = this.statements
      .map((statement) => ({
        statement,
        actions: statement.actions.filter(({ matches }) => matches(lowerCaseAction, request)),
      }))
      .filter(({ actions }) => actions.length > 0);
    this.#byAction.set(action, found);
    return found;
  }
}

/** Compiles a policy document (parsed JSON). Refuses a malformed one with `MalformedPolicyDocument`. */
export function compilePolicy(document: unknown, options: { name: string; kind: PolicyKind }): Policy {
  if (!isRecord(document))
    throw malformed(options.name, `must be an object, received ${JSON.stringify(document)}`);
  const version = document['Version'] ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') {
    throw malformed(
      options.name,
      `has the Version ${JSON.stringify(version)}; 2012-10-17 and 2008-10-17 are allowed`,
    );
  }
  const hasVariables = version === '2012-10-17';
  const statements = [document['Statement']].flat().map((statement, index) => {
    if (!isRecord(statement)) throw malformed(options.name, `has a statement ${JSON.stringify(statement)}`);
    return compileStatement(statement, { ...options, index, hasVariables });
  });
  return new Policy(options.name, statements);
}

interface StatementOptions {
  readonly name: string;
  readonly kind: PolicyKind;
  readonly index: number;
  readonly hasVariables: boolean;
}

function compileStatement(source: Readonly<Record<string, unknown>>, options: StatementOptions): Statement {
  const { name, kind, index, hasVariables } = options;
  const effect = source['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny')
    throw malformed(name, `has the Effect ${JSON.stringify(effect)}`);
  if ('NotPrincipal' in source) throw new NotEmulatedError('NotPrincipal in policies');
  if ((kind === 'identity') === 'Principal' in source) {
    throw malformed(name, kind === 'identity' ? 'must not have a Principal' : 'lacks a Principal');
  }
  const condition = source['Condition'];
  return {
    policyName: name,
    policyKind: kind,
    id: String(source['Sid'] ?? index),
    effect,
    actions: compileElement(source, 'Action', (text) => compileText(text.toLowerCase(), 'like', false), name),
    resources: compileResources(source, options),
    condition: isRecord(condition) ? compileCondition(condition, hasVariables) : undefined,
    appliesTo: kind === 'identity' ? () => true : compilePrincipal(source['Principal'], effect),
  };
}

/**
 * Compiles the resources. A resource policy without a Resource element (a trust policy) applies to its own resource.
 */
function compileResources(
  source: Readonly<Record<string, unknown>>,
  options: StatementOptions,
): readonly ElementPattern[] {
  const isImplied = options.kind === 'resource' && !('Resource' in source) && !('NotResource' in source);
  if (isImplied) return [{ text: '*', matches: () => true }];
  return compileElement(
    source,
    'Resource',
    (text) => compileText(text, 'arn', options.hasVariables),
    options.name,
  );
}

function compileElement(
  source: Readonly<Record<string, unknown>>,
  element: 'Action' | 'Resource',
  compile: (text: string) => TextMatcher,
  policyName: string,
): readonly ElementPattern[] {
  const isInverted = `Not${element}` in source;
  if (isInverted === element in source)
    throw malformed(policyName, `needs either ${element} or Not${element}`);
  const texts = [source[isInverted ? `Not${element}` : element]].flat().map(String);
  const patterns = texts.map((text) => ({ text, matches: compile(text) }));
  if (!isInverted) return patterns;
  const matches: TextMatcher = (text, request) => !patterns.some((pattern) => pattern.matches(text, request));
  return [{ text: `Not${element}: ${texts.join(', ')}`, matches }];
}

/**
 * Compiles the principals of a resource policy. An Allow for the account (its root) only delegates to the account's own
 * policies, so here it allows no caller. A Deny for the account denies every role in it.
 */
function compilePrincipal(source: unknown, effect: 'Allow' | 'Deny'): (principal: Principal) => boolean {
  if (source === '*') return () => true;
  if (!isRecord(source))
    throw new ServiceError('MalformedPolicyDocument', `Invalid principal ${JSON.stringify(source)}`);
  const unknown = Object.keys(source).filter((type) => type !== 'AWS' && type !== 'Service');
  if (unknown.length > 0) throw new NotEmulatedError(`principals of type ${unknown.join(', ')} in policies`);
  const arns = [source['AWS'] ?? []].flat().map(String);
  const services = [source['Service'] ?? []].flat().map(String);
  if (arns.includes('*')) return () => true;
  return (principal) => {
    if (principal.kind === 'service') return services.includes(principal.service);
    if (principal.kind === 'administrator') return false;
    const isDenied =
      effect === 'Deny' && arns.some((arn) => accountRoot(arn) === accountOf(principal.roleArn));
    return isDenied || arns.includes(principal.roleArn);
  };
}

/** The account id in a 12-digit principal or in the ARN of an account root. */
function accountRoot(arn: string): string | undefined {
  return /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(arn)?.[1];
}

function malformed(name: string, problem: string): ServiceError {
  return new ServiceError('MalformedPolicyDocument', `Policy ${name} ${problem}.`);
}
