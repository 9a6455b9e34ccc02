import { isDeepStrictEqual } from 'node:util';
import type { Host } from '../../core/host.ts';
import { ServiceError } from '../../core/service.ts';
import { EventSourceMapping, type MappingPorts } from './event-source-mapping.ts';
import { parseMappingSettings } from './mapping-settings.ts';

/** The declaration of a mapping: its id, the function by its ARN, and resolved properties. */
export interface MappingDeclaration {
  readonly id: string;
  readonly functionArn: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A mapping of the account. */
export interface StandingMapping extends MappingDeclaration {
  readonly mapping: EventSourceMapping;
}

/** The event source mappings of an account and region, by id. */
export class EventSourceMappings {
  readonly #host: Host;
  readonly #byId = new Map<string, StandingMapping>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Every mapping, in the order of declaration. */
  get all(): readonly StandingMapping[] {
    return [...this.#byId.values()];
  }

  /**
   * Adds a mapping and starts it, or changes the one of that id: it starts anew unless only its tags change.
   * @throws ServiceError for what `EventSourceMapping` refuses, and for a second mapping of a queue and a function.
   */
  declare(declaration: MappingDeclaration, ports: MappingPorts): void {
    const { id, functionArn, properties } = declaration;
    const arn = String(properties['EventSourceArn']);
    const other = this.all.find(
      (each) =>
        each.id !== id && each.functionArn === functionArn && each.properties['EventSourceArn'] === arn,
    );
    if (other !== undefined)
      throw new ServiceError(
        'ResourceConflictException',
        `An event source mapping with SQS arn (" ${arn} ") and function (" ${functionArn} ") already exists. Please update or delete the existing mapping with UUID ${other.id}`,
        { statusCode: 409 },
      );
    const standing = this.#byId.get(id)?.mapping;
    const isSame = isDeepStrictEqual(standing?.settings, parseMappingSettings(properties));
    const mapping =
      standing !== undefined && isSame ? standing : new EventSourceMapping(this.#host, properties, ports);
    if (mapping !== standing) standing?.stop();
    this.#byId.set(id, { ...declaration, mapping });
  }

  /** Stops and deletes a mapping, if it exists. */
  remove(id: string): void {
    this.#byId.get(id)?.mapping.stop();
    this.#byId.delete(id);
  }
}
