/** Why an event pattern is not valid, in event-ruler's words. Internal: `compilePattern` turns it into a result. */
export class PatternRefusal extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'PatternRefusal';
  }
}
