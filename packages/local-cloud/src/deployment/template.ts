import type { Place } from '../core/host.ts';
import { isRecord } from '../core/is-record.ts';
import { NotEmulatedError, ServiceError } from '../core/service.ts';
import { type FunctionContext, listReferences, noValue, resolveValue } from './intrinsics.ts';

/** The `Ref` and the attributes of a created resource. `attribute` throws for a name that it does not have. */
export interface CreatedResource {
  readonly ref: string;
  attribute(name: string): unknown;
}

/** The place of a deployment, and how the template reaches what is outside it. */
export interface TemplateOptions {
  readonly place: Place;
  readonly stackName: string;
  /** The ARN of the stack. @default that of the first stack of this name */
  readonly stackId?: string;
  /** Values for the template's parameters; a parameter without one takes its default. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** A created resource. Called only to resolve a reference to it, so create resources in `creationOrder`. */
  resource(logicalId: string): CreatedResource;
  /** The value of a Systems Manager parameter, for parameters of type `AWS::SSM::Parameter::Value<...>`. */
  ssmParameter(name: string): string;
  /** The value that another stack exports under `name`. */
  importValue(name: string): unknown;
}

/** One resource as the template declares it. Nothing in it is resolved. */
export interface ResourceDeclaration {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
  /**
   * What happens to the resource when it leaves the stack, and when an update has replaced it. The default is `Delete`.
   */
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
}

/** One resolved output. `exportName` is set if other stacks may import it. */
export interface TemplateOutput {
  readonly name: string;
  readonly value: unknown;
  readonly description?: string;
  readonly exportName?: string;
}

/**
 * A CloudFormation template (parsed JSON) and its values.
 *
 * Resources whose condition is false are left out. A malformed template is refused with `ValidationError`. An intrinsic
 * function, parameter type or section that is not implemented throws `NotEmulatedError`.
 */
export class Template {
  /** The resources whose condition holds, by logical id, in the template's order. */
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly #source: Readonly<Record<string, unknown>>;
  readonly #options: TemplateOptions;
  readonly #context: FunctionContext;
  readonly #conditions = new Map<string, boolean | 'being evaluated'>();

  constructor(source: unknown, options: TemplateOptions) {
    if (!isRecord(source)) throw refuse(`a template is an object, received ${JSON.stringify(source)}`);
    for (const section of ['Transform', 'Macros']) {
      if (section in source) throw new NotEmulatedError(`the template section ${section}`);
    }
    this.#source = source;
    this.#options = options;
    this.#context = {
      partition: options.place.partition,
      refer: (name) => this.#refer(name),
      attribute: (logicalId, name) => this.#created(logicalId).attribute(name),
      condition: (name) => this.#condition(name),
      importValue: (name) => options.importValue(name),
      mapping: (path) => this.#mapping(path),
    };
    this.resources = this.#readResources();
  }

  /** Resolves any value of the template: properties, outputs, or part of them. `AWS::NoValue` becomes undefined. */
  resolve(value: unknown): unknown {
    const resolved = resolveValue(value, this.#context);
    return resolved === noValue ? undefined : resolved;
  }

  /** The resolved properties of a resource. */
  properties(logicalId: string): Readonly<Record<string, unknown>> {
    const resolved = this.resolve(this.#declaration(logicalId).properties);
    return isRecord(resolved) ? resolved : {};
  }

  /**
   * The resources that must exist before `logicalId`, without duplicates: those named by Ref, Fn::GetAtt, Fn::Sub and
   * DependsOn.
   */
  dependencies(logicalId: string): readonly string[] {
    const { properties, dependsOn } = this.#declaration(logicalId);
    const names = [...listReferences(properties, this.#context), ...dependsOn];
    const isOutside = (name: string) =>
      this.#pseudoParameter(name) !== undefined || name in this.#section('Parameters');
    const dependencies = [...new Set(names)].filter((name) => !isOutside(name));
    const unknown = dependencies.filter((name) => !(name in this.#section('Resources')));
    if (unknown.length > 0) {
      throw refuse(
        `Unresolved resource dependencies [${unknown.join(', ')}] in the Resources block of the template`,
      );
    }
    // DependsOn may name a resource whose condition is false; CloudFormation then ignores it.
    return dependencies.filter((name) => this.resources.has(name) || !dependsOn.includes(name));
  }

  /** Every resource, after the ones it depends on and otherwise in the template's order. Refuses cycles. */
  creationOrder(): readonly string[] {
    const ordered = new Set<string>();
    const place = (logicalId: string, dependents: readonly string[]): void => {
      if (ordered.has(logicalId)) return;
      if (dependents.includes(logicalId)) {
        const cycle = dependents.slice(dependents.indexOf(logicalId));
        throw refuse(`Circular dependency between resources: [${cycle.join(', ')}]`);
      }
      for (const dependency of this.dependencies(logicalId)) place(dependency, [...dependents, logicalId]);
      ordered.add(logicalId);
    };
    for (const logicalId of this.resources.keys()) place(logicalId, []);
    return [...ordered];
  }

  /** The outputs whose condition holds, resolved. */
  outputs(): readonly TemplateOutput[] {
    return Object.entries(this.#section('Outputs')).flatMap(([name, output]) => {
      if (!isRecord(output) || !this.#isIncluded(output)) return [];
      const value = this.resolve(output['Value']);
      const description = output['Description'];
      const read = { name, value, ...(typeof description === 'string' ? { description } : {}) };
      if (!isRecord(output['Export'])) return [read];
      return [{ ...read, exportName: String(this.resolve(output['Export']['Name'])) }];
    });
  }

  #readResources(): ReadonlyMap<string, ResourceDeclaration> {
    const resources = new Map<string, ResourceDeclaration>();
    for (const [logicalId, resource] of Object.entries(this.#section('Resources'))) {
      if (!isRecord(resource) || typeof resource['Type'] !== 'string') {
        throw refuse(
          `resource ${logicalId} must be an object with a Type, received ${JSON.stringify(resource)}`,
        );
      }
      if (!this.#isIncluded(resource)) continue;
      resources.set(logicalId, {
        logicalId,
        type: resource['Type'],
        properties: isRecord(resource['Properties']) ? resource['Properties'] : {},
        metadata: isRecord(resource['Metadata']) ? resource['Metadata'] : {},
        dependsOn: [resource['DependsOn'] ?? []].flat().map(String),
        deletionPolicy: String(resource['DeletionPolicy'] ?? 'Delete'),
        updateReplacePolicy: String(resource['UpdateReplacePolicy'] ?? 'Delete'),
      });
    }
    return resources;
  }

  #isIncluded(entry: Readonly<Record<string, unknown>>): boolean {
    return entry['Condition'] === undefined || this.#condition(String(entry['Condition']));
  }

  #declaration(logicalId: string): ResourceDeclaration {
    const declaration = this.resources.get(logicalId);
    if (declaration !== undefined) return declaration;
    throw refuse(`no resource ${logicalId}; there are ${[...this.resources.keys()].join(', ')}`);
  }

  #created(logicalId: string): CreatedResource {
    return this.#options.resource(this.#declaration(logicalId).logicalId);
  }

  #refer(name: string): unknown {
    const pseudo = this.#pseudoParameter(name);
    if (pseudo !== undefined) return pseudo;
    const parameter = this.#section('Parameters')[name];
    return isRecord(parameter) ? this.#parameter(name, parameter) : this.#created(name).ref;
  }

  #pseudoParameter(name: string): string | typeof noValue | undefined {
    const { place, stackName } = this.#options;
    switch (name) {
      case 'AWS::Region':
        return place.region;
      case 'AWS::AccountId':
        return place.accountId;
      case 'AWS::Partition':
        return place.partition;
      case 'AWS::URLSuffix':
        return place.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
      case 'AWS::StackName':
        return stackName;
      case 'AWS::StackId':
        return this.#options.stackId ?? stackArn(place, stackName);
      case 'AWS::NoValue':
        return noValue;
      default:
        if (name.startsWith('AWS::')) throw new NotEmulatedError(`the pseudo parameter ${name}`);
        return undefined;
    }
  }

  #parameter(name: string, declaration: Readonly<Record<string, unknown>>): unknown {
    const given = this.#options.parameters?.[name] ?? declaration['Default'];
    if (given === undefined) throw refuse(`Parameters: [${name}] must have values`);
    const type = String(declaration['Type']);
    const ssmType = /^AWS::SSM::Parameter::Value<(.+)>$/.exec(type)?.[1];
    const value = ssmType === undefined ? String(given) : this.#options.ssmParameter(String(given));
    switch (ssmType ?? type) {
      case 'String':
      case 'Number':
      case 'AWS::EC2::Image::Id':
      case 'AWS::SSM::Parameter::Name':
        return value;
      case 'CommaDelimitedList':
      case 'List<Number>':
      case 'List<String>':
        return value.split(',').map((item) => item.trim());
      default:
        throw new NotEmulatedError(`template parameters of type ${type}`);
    }
  }

  #condition(name: string): boolean {
    const known = this.#conditions.get(name);
    if (known === 'being evaluated') throw refuse(`Circular dependencies in condition ${name}`);
    if (known !== undefined) return known;
    const condition = this.#section('Conditions')[name];
    if (condition === undefined)
      throw refuse(`Unresolved condition dependency ${name} in the Conditions block`);
    this.#conditions.set(name, 'being evaluated');
    const isTrue = resolveValue(condition, { ...this.#context, isCondition: true });
    if (typeof isTrue !== 'boolean') {
      throw refuse(`condition ${name} must be Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition`);
    }
    this.#conditions.set(name, isTrue);
    return isTrue;
  }

  #mapping(path: readonly string[]): unknown {
    let value: unknown = this.#section('Mappings');
    for (const key of path) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    return value;
  }

  #section(name: string): Readonly<Record<string, unknown>> {
    const section = this.#source[name];
    return isRecord(section) ? section : {};
  }
}

/** The ARN of a stack. Its id depends only on how often the stack was created, so that runs repeat exactly. */
export function stackArn(
  place: Place,
  stackName: string,
  id = '00000000-0000-4000-8000-000000000000',
): string {
  return `arn:${place.partition}:cloudformation:${place.region}:${place.accountId}:stack/${stackName}/${id}`;
}

function refuse(reason: string): ServiceError {
  return new ServiceError('ValidationError', `Template error: ${reason}`);
}
