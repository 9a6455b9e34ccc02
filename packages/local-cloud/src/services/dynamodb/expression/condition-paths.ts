import type { Condition, Operand, Path } from './expression-syntax.ts';

/** The document paths that a condition reads. */
export function pathsIn(condition: Condition, paths: Path[] = []): readonly Path[] {
  const add = (...operands: readonly Operand[]): void => {
    for (const operand of operands) {
      if (operand.kind === 'path') paths.push(operand.path);
      if (operand.kind === 'size') add(operand.of);
    }
  };
  switch (condition.kind) {
    case 'and':
    case 'or':
      pathsIn(condition.left, paths);
      pathsIn(condition.right, paths);
      break;
    case 'not':
      pathsIn(condition.condition, paths);
      break;
    case 'exists':
      paths.push(condition.path);
      break;
    default:
      add(...operandsOf(condition));
  }
  return paths;
}

/** The operands of a condition, in their order. */
export function operandsOf(condition: Condition): readonly Operand[] {
  switch (condition.kind) {
    case 'compare':
    case 'begins_with':
    case 'contains':
      return [condition.left, condition.right];
    case 'between':
      return [condition.operand, condition.low, condition.high];
    case 'in':
      return [condition.operand, ...condition.candidates];
    case 'attribute_type':
      return [condition.operand, condition.type];
    case 'exists':
      return [{ kind: 'path', path: condition.path }];
    default:
      return [];
  }
}
