import { describe, expect, it } from 'vitest';
import { Validation } from '../../src/core/validation.ts';

const failed = 'failed to satisfy constraint: Member must';

describe('a validation', () => {
  it.each([
    [new Validation().required(undefined, 'name'), `Value null at 'name' ${failed} not be null`],
    [
      new Validation().range(51, 'max', [1, 50]),
      `Value '51' at 'max' ${failed} have value less than or equal to 50`,
    ],
    [
      new Validation().length([], 'ids', [1, 2]),
      `Value '[]' at 'ids' ${failed} have length greater than or equal to 1`,
    ],
    [
      new Validation().pattern('a b', 'id', /^\w+$/),
      `Value 'a b' at 'id' ${failed} satisfy regular expression pattern: ^\\w+$`,
    ],
    [
      new Validation().oneOf('C', 'type', ['A', 'B']),
      `Value 'C' at 'type' ${failed} satisfy enum value set: [A, B]`,
    ],
  ])("refuses with AWS's message: %#", (validation, problem) => {
    expect(() => validation.done()).toThrow(`1 validation error detected: ${problem}`);
  });

  it('reports all violations at once, and accepts valid and absent members', () => {
    const validation = new Validation()
      .required(undefined, 'a')
      .range(undefined, 'b', [1, 2])
      .length('x', 'c', [1, 1]);
    expect(() => validation.required(undefined, 'd').done()).toThrow(
      `2 validation errors detected: Value null at 'a' ${failed} not be null; Value null at 'd' ${failed} not be null`,
    );
    expect(() => new Validation().required('x', 'a').done()).not.toThrow();
  });

  it('has the error code of its protocol', () => {
    const refusal = expect.objectContaining({ code: 'ValidationError' });
    expect(() => new Validation('ValidationError').required(undefined, 'a').done()).toThrow(refusal);
    expect(() => new Validation().required(undefined, 'a').done()).toThrow(
      expect.objectContaining({ code: 'ValidationException' }),
    );
  });
});
