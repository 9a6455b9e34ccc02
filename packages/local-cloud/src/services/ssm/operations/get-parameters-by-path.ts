import type { GetParametersByPathRequest, GetParametersByPathResult } from '@aws-sdk/client-ssm';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import { latestOf } from '../parameters/parameter.ts';
import { checkPath, readParameterFilters } from '../parameters/parameter-filters.ts';
import type { ParameterStore } from '../parameters/parameter-store.ts';
import { renderParameter } from '../parameters/render-parameter.ts';

/** The largest page (API reference). */
const pageMax = 10;
/** The probability of an empty page with a token. AWS allows such pages; the rate is assumed. */
const emptyPageProbability = 0.03;

/** GetParametersByPath. An empty page may have a token. Permission for a path includes everything below it. */
export function getParametersByPath(
  store: ParameterStore,
  host: Host,
): Operation<GetParametersByPathRequest, GetParametersByPathResult> {
  return {
    authorize: (input) => [
      {
        action: 'ssm:GetParametersByPath',
        resource: store.arn((input.Path ?? '').replace(/\/$/, '')),
        conditions: { 'ssm:Recursive': String(input.Recursive === true) },
      },
      ...(input.WithDecryption === true ? pageByPath(store, input).page : []).flatMap((parameter) =>
        store.decryption(parameter.name, [latestOf(parameter)]),
      ),
    ],
    run(input) {
      const { page, next, again } = pageByPath(store, input);
      const isEmpty = host.random('ssm/parameter-pages').chance(emptyPageProbability);
      if (isEmpty && page.length > 0) return { Parameters: [], ...again };
      const found = page.map((parameter) => ({
        name: parameter.name,
        parameter,
        version: latestOf(parameter),
        selector: undefined,
      }));
      return {
        Parameters: found.map((version) => renderParameter(store, version, input.WithDecryption)),
        ...next,
      };
    },
  };
}

/** The requested page of a path, with its token and the token of the next page. */
function pageByPath(store: ParameterStore, input: GetParametersByPathRequest) {
  checkPath(input.Path ?? '/');
  const { Path: path = '/', Recursive: isRecursive, ParameterFilters: filters } = input;
  const found = store
    .below(path, isRecursive === true)
    .filter(readParameterFilters('GetParametersByPath', filters));
  return takePage(found, input, { size: pageMax, request: [path, isRecursive, filters] });
}
