import type { Constraints } from '../input-check.ts';

/** The limits of the inputs of the Resource Groups Tagging API. Source: its service model. */
export const taggingConstraints: Constraints = {
  'GetResourcesInput.PaginationToken': { length: [0, 2048] },
  'GetResourcesInput.TagFilters': { length: [0, 50] },
  'TagFilter.Key': { length: [1, 128] },
  'TagFilter.Values': { length: [0, 20] },
  'TagFilter.Values[]': { length: [0, 256] },
  'GetResourcesInput.ResourceTypeFilters[]': { length: [0, 256] },
  'GetResourcesInput.ResourceARNList': { length: [1, 100] },
  'GetResourcesInput.ResourceARNList[]': { length: [1, 1011] },
};
