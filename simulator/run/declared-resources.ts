import { type AssemblyStack, isRecord, readExpression } from 'local-cloud';
import { onboardingStackTag, resourceTags, rosterTableTag } from '../../lambdas/shared/runtime/contract.ts';

/** A resource as its template declares it. References in its properties are not resolved. */
export interface DeclaredResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The resources of a template, in the order of the template. */
export function declaredIn({ template }: Pick<AssemblyStack, 'template'>): readonly DeclaredResource[] {
  return Object.entries(recordOf(recordOf(template)['Resources'])).map(([logicalId, resource]) => {
    const { Type, Properties } = recordOf(resource);
    return { logicalId, type: String(Type), properties: recordOf(Properties) };
  });
}

/** The value of a tag of a resource, or undefined. */
export function tagOf({ properties }: DeclaredResource, key: string): string | undefined {
  const { Tags: tags } = properties;
  // Parameters have their tags as an object.
  const value = Array.isArray(tags)
    ? tags.filter(isRecord).find(({ Key }) => Key === key)?.['Value']
    : recordOf(tags)[key];
  return typeof value === 'string' ? value : undefined;
}

/** True if the value refers to the resource or to one of its attributes. */
export function refersTo(value: unknown, logicalId: string): boolean {
  const { Ref, 'Fn::GetAtt': attribute } = recordOf(value);
  return Ref === logicalId || (Array.isArray(attribute) && attribute[0] === logicalId);
}

/** True for the stack of the onboarding. Its resources carry the onboarding tag. */
export function isOnboarding(stack: AssemblyStack): boolean {
  return declaredIn(stack).some((resource) => tagOf(resource, resourceTags.stack) === onboardingStackTag);
}

/** True for the stack of one of these capabilities. */
export function isOfCapability(stack: AssemblyStack, capabilities: readonly string[]): boolean {
  return declaredIn(stack).some((resource) =>
    capabilities.includes(tagOf(resource, resourceTags.stack) ?? ''),
  );
}

/** True for the table of the roster. */
export function isRoster(resource: DeclaredResource): boolean {
  return resource.type === 'AWS::DynamoDB::Table' && tagOf(resource, resourceTags.table) === rosterTableTag;
}

/** The function that runs a folder of `lambdas/`. @throws Error when there is none. */
export function findFunction(declared: readonly DeclaredResource[], purpose: string): DeclaredResource {
  return findOnly(
    declared.filter((resource) => tagOf(resource, resourceTags.function) === purpose),
    `function for ${purpose}`,
  );
}

/** The event source mapping of a function, and its queue. @throws Error when there is none. */
export function findFeed(
  declared: readonly DeclaredResource[],
  purpose: string,
): { readonly mapping: DeclaredResource; readonly queue: DeclaredResource } {
  const { logicalId } = findFunction(declared, purpose);
  const mapping = findOnly(
    declared.filter(
      ({ type, properties }) =>
        type === 'AWS::Lambda::EventSourceMapping' && refersTo(properties['FunctionName'], logicalId),
    ),
    `mapping of the function for ${purpose}`,
  );
  const queue = findOnly(
    declared.filter((resource) => refersTo(mapping.properties['EventSourceArn'], resource.logicalId)),
    `queue for ${purpose}`,
  );
  return { mapping, queue };
}

/** A schedule and its period. */
export interface DeclaredSchedule extends DeclaredResource {
  readonly periodSeconds: number;
}

/** The recurring schedules of a function, the most frequent first. */
export function findSchedules(
  declared: readonly DeclaredResource[],
  functionId: string,
): readonly DeclaredSchedule[] {
  return declared
    .filter(
      ({ type, properties }) =>
        type === 'AWS::Scheduler::Schedule' && refersTo(recordOf(properties['Target'])['Arn'], functionId),
    )
    .flatMap((schedule) => {
      const periodSeconds = readPeriodSeconds(String(schedule.properties['ScheduleExpression']));
      return periodSeconds === undefined ? [] : [{ ...schedule, periodSeconds }];
    })
    .sort((one, other) => one.periodSeconds - other.periodSeconds);
}

/** The period of a schedule, or undefined if it does not recur. */
function readPeriodSeconds(expression: string): number | undefined {
  const { next } = readExpression(expression);
  const first = next(0, 0);
  const second = first === undefined ? undefined : next(first + 1, 0);
  return first === undefined || second === undefined ? undefined : (second - first) / 1000;
}

/** The only element. @throws Error when there is none or more than one. */
export function findOnly(found: readonly DeclaredResource[], what: string): DeclaredResource {
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) throw new Error(`The template has ${found.length}: ${what}.`);
  return only;
}

/** The value if it is an object, else an empty object. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
