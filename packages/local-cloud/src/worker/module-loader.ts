import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join, relative, sep } from 'node:path';
import { Script } from 'node:vm';
import { isRecord } from '../core/is-record.ts';
import { isEsModule, toCommonJs } from './es-module.ts';

/**
 * The names that are redefined for a file of a function. It runs in our realm, because another realm has other Buffers
 * and Errors.
 */
export const shadowed = [
  'exports',
  'require',
  'module',
  '__filename',
  '__dirname',
  'globalThis',
  'global',
  'process',
  'console',
  'Date',
  'Math',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'performance',
  'crypto',
  'fetch',
  'WebSocket',
] as const;

/** The values of the redefined names, without those that differ from file to file. */
export type SandboxNames = Record<
  Exclude<(typeof shadowed)[number], 'exports' | 'require' | 'module' | '__filename' | '__dirname'>,
  unknown
>;

type Wrapper = (...args: unknown[]) => void;

const byFile = new Map<string, Wrapper>();
const byText = new Map<string, Wrapper>();

/**
 * Compiles a file to a function of the names above. Each file is read once per process. Equal files are compiled once,
 * so that they share V8's optimizations.
 */
function compile(file: string, root: string): Wrapper {
  const found = byFile.get(file);
  if (found !== undefined) return found;
  const written = readFileSync(file, 'utf8');
  const text = isEsModule(file, root) ? toCommonJs(written, file) : written;
  const source = `(function (${shadowed.join(', ')}) {${text}\n})`;
  const wrapper: Wrapper = byText.get(text) ?? new Script(source, { filename: file }).runInThisContext();
  byText.set(text, wrapper);
  byFile.set(file, wrapper);
  return wrapper;
}

interface Module {
  exports: object;
}

/** What the runtime of Lambda has beside Node.js: the SDK. */
const ofRuntime = /^@(aws-sdk|smithy)\//;
/** The SDK of the runtime is that of the project in the working directory. */
const resolveBeside = createRequire(join(process.cwd(), 'index.js')).resolve;

/**
 * Loads the files of a function, CommonJS and ES modules, into one environment, with `require` between them. A module is
 * found in the folder of the function, or is the SDK of the runtime. What Node.js would find further up in the project is not there
 * on Lambda.
 */
export class ModuleLoader {
  readonly #root: string;
  readonly #names: SandboxNames;
  readonly #builtin: (name: string) => unknown;
  readonly #modules = new Map<string, Module>();

  /** `builtin` returns a module of Node.js. */
  constructor(folder: string, names: SandboxNames, builtin: (name: string) => unknown) {
    this.#root = realpathSync(folder);
    this.#names = names;
    this.#builtin = builtin;
  }

  /** Loads the file that a handler names: `src/app` of `src/app.main`. For a missing file, the error has Lambda's name. */
  loadEntry(name: string): object {
    const file = ['.js', '.mjs', '.cjs']
      .map((extension) => join(this.#root, name + extension))
      .find((each) => existsSync(each));
    if (file === undefined) throw importError(name);
    return this.#load(file);
  }

  #load(file: string): object {
    const known = this.#modules.get(file);
    if (known !== undefined) return known.exports;
    const module: Module = { exports: {} };
    this.#modules.set(file, module);
    if (file.endsWith('.json')) module.exports = JSON.parse(readFileSync(file, 'utf8'));
    else this.#run(file, module);
    return module.exports;
  }

  #run(file: string, module: Module): void {
    const place = file.startsWith(this.#root + sep)
      ? relative(this.#root, file)
      : `runtime/${relative('/', file)}`;
    const filename = `/var/task/${place}`;
    const own: Readonly<Record<string, unknown>> = {
      ...this.#names,
      ...{ module, exports: module.exports, require: this.#requireFrom(file) },
      ...{ __filename: filename, __dirname: filename.slice(0, filename.lastIndexOf('/')) },
    };
    compile(file, this.#root)(...shadowed.map((name) => own[name]));
  }

  #requireFrom(file: string): (name: string) => unknown {
    const isImport = isEsModule(file, this.#root);
    return (name) => {
      if (/^(node:)?module$/.test(name)) return this.#moduleOf(file);
      if (isBuiltin(name)) return this.#builtin(name);
      const found = this.#resolve(name, file);
      const exports = this.#load(found);
      return isImport && !isEsModule(found, this.#root) ? asImported(exports) : exports;
    };
  }

  /** `node:module`, of which a bundle that is an ES module takes `createRequire`. */
  #moduleOf(file: string): object {
    const module = this.#builtin('node:module');
    return { ...(isRecord(module) ? module : {}), createRequire: () => this.#requireFrom(file) };
  }

  #resolve(name: string, from: string): string {
    const isOwn = from.startsWith(this.#root + sep);
    const found = resolveOrNot(createRequire(from).resolve, name);
    if (found !== undefined && (!isOwn || found.startsWith(this.#root + sep))) return found;
    const besides = ofRuntime.test(name) ? resolveOrNot(resolveBeside, name) : undefined;
    if (besides !== undefined) return besides;
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
  }
}

/** The default import of a CommonJS module is all that it exports, whatever a compiler has noted in it. */
function asImported(exports: object): object {
  if (Reflect.get(exports, '__esModule') === undefined) return exports;
  return new Proxy(exports, {
    get: (target, name) => (name === '__esModule' ? undefined : Reflect.get(target, name)),
  });
}

function resolveOrNot(resolve: (name: string) => string, name: string): string | undefined {
  try {
    return resolve(name);
  } catch {
    return undefined;
  }
}

function importError(name: string): Error {
  return Object.assign(new Error(`Cannot find module '${name}'`), { name: 'Runtime.ImportModuleError' });
}
