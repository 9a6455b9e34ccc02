import type { Service } from '../../core/service.ts';
import type { TaggedResource } from '../../core/tagged-resource.ts';
import { getResources } from './operations/get-resources.ts';

/** The Resource Groups Tagging API: the tags of machines outside EC2. */
export class Tagging implements Service {
  readonly name = 'tagging';
  readonly operations: { readonly GetResources: ReturnType<typeof getResources> };

  /** `machines` gives the machines outside EC2 that have a tag, or had one. */
  constructor(machines: () => Iterable<TaggedResource>) {
    this.operations = { GetResources: getResources(machines) };
  }
}
