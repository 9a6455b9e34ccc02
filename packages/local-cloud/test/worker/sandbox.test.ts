import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../src/core/service.ts';
import type { InvocationResult } from '../../src/worker/sandbox.ts';
import { startMs, writeBundle } from '../cloud-bench.ts';
import { payloadOf, sandboxBench } from './sandbox-bench.ts';

const run = async (body: string, event?: unknown) => {
  const bench = sandboxBench();
  const answer = await bench.call(bench.load(`exports.handler = async (event) => {${body}}`), event);
  return { ...bench, answer };
};

describe('the result of a bundle', () => {
  it('is what its handler returns for an event', async () => {
    expect(payloadOf((await run('return { got: event.n + 1 }', { n: 1 })).answer)).toEqual({ got: 2 });
  });

  it('is null for a handler that returns nothing, or a function', async () => {
    expect(payloadOf((await run('')).answer)).toBeNull();
    expect(payloadOf((await run('return () => 1')).answer)).toBeNull();
  });

  it('may be returned without a promise', async () => {
    const { load, call } = sandboxBench();
    expect(payloadOf(await call(load('module.exports = { handler: () => 7 }')))).toBe(7);
  });

  it.each([
    ['async () => { throw new TypeError("a") }', 'TypeError', 'a'],
    ['() => { throw new RangeError("b") }', 'RangeError', 'b'],
    ['() => Promise.reject("c")', 'string', 'c'],
    [
      '() => { const loop = {}; loop.loop = loop; return loop; }',
      'Runtime.MarshalError',
      'Unable to stringify response body',
    ],
    ['() => 1n', 'Runtime.MarshalError', 'Unable to stringify response body'],
  ])('is the failure of %s', async (handler, errorType, errorMessage) => {
    const { load, call } = sandboxBench();
    expect(await call(load(`exports.handler = ${handler}`))).toEqual({ ok: false, errorType, errorMessage });
  });

  it('may be a failure, after which the environment is still usable', async () => {
    const { load, call } = sandboxBench();
    const sandbox = load(
      'let n = 0; exports.handler = () => { n++; if (n === 1) throw new Error("x"); return n; }',
    );
    expect((await call(sandbox))?.ok).toBe(false);
    expect(payloadOf(await call(sandbox))).toBe(2);
  });

  it('cannot change the event of the caller', async () => {
    const event = { list: [1], at: new Date(0) };
    expect(payloadOf((await run('event.list.push(2); return event', event)).answer)).toEqual({
      list: [1, 2],
      at: '1970-01-01T00:00:00.000Z',
    });
    expect(event.list).toEqual([1]);
  });

  it('ends the run when our own code throws on it', async () => {
    const { load, loop } = sandboxBench();
    load('exports.handler = () => 1').invoke({}, {}, () => {
      throw new Error('ours');
    });
    await expect(loop.run()).rejects.toThrow('ours');
  });
});

describe('a bundle that cannot be loaded', () => {
  it.each([
    ['exports.handle = () => 1', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
    ['exports.handler = 7', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
    ['throw new TypeError("at load")', 'TypeError', 'at load'],
    ['exports.handler = (', 'SyntaxError', 'Unexpected'],
  ])('refuses %s', (source, name, message) => {
    expect(() => sandboxBench().load(source)).toThrow(
      expect.objectContaining({ name, message: expect.stringContaining(message) }),
    );
  });
});

describe('the state of a bundle', () => {
  const counter =
    'let calls = 0; exports.handler = () => { globalThis.seen = ++calls; return [calls, globalThis.seen]; }';

  it('is kept from call to call', async () => {
    const { load, call } = sandboxBench();
    const sandbox = load(counter);
    expect([await call(sandbox), await call(sandbox)].map(payloadOf)).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it('is not shared between environments or with our process', async () => {
    const { loadFolder, call } = sandboxBench();
    const folder = writeBundle(
      `${counter};\nMath.mine = true; Date.mine = true; process.env.COLOUR += '!'; exports.colour = process.env.COLOUR;`,
    );
    const [a, b] = [loadFolder(folder), loadFolder(folder)];
    await call(a);
    expect(payloadOf(await call(a))).toEqual([2, 2]);
    expect(payloadOf(await call(b))).toEqual([1, 1]);
    expect('seen' in globalThis).toBe(false);
    expect([Reflect.has(Math, 'mine'), process.env['COLOUR']]).toEqual([false, undefined]);
  });

  it('has its own environment variables and nothing of our process', async () => {
    const { answer } = await run(
      'return [process.env, process.version, process.platform, __filename, typeof global.process.exit, require("os").homedir()]',
    );
    expect(payloadOf(answer)).toEqual([
      { COLOUR: 'red' },
      'v24.0.0',
      'linux',
      '/var/task/index.js',
      'function',
      '/nonexistent',
    ]);
  });
});

describe('what a bundle may not reach', () => {
  it.each([
    "require('fs').readFileSync('/etc/hostname', 'utf8')",
    "await require('node:fs/promises').readFile('/etc/hostname')",
    "await require('fs').promises.readFile('/etc/hostname')",
  ])('refuses a file as missing: %s', async (code) => {
    expect((await run(`return ${code}`)).answer).toEqual({
      ok: false,
      errorType: 'Error',
      errorMessage: "ENOENT: no such file, open '/etc/hostname'",
    });
    expect(payloadOf((await run("return require('fs').existsSync('/')")).answer)).toBe(false);
  });

  it.each([
    ["require('child_process').execSync('true')", 'execSync of the Node.js module child_process'],
    ["require('node:net').connect(80)", 'connect of the Node.js module net'],
    ["new (require('worker_threads').Worker)('x')", 'Worker of the Node.js module worker_threads'],
    ["new (class extends require('net').Socket {})()", 'Socket of the Node.js module net'],
    ["require('fs').writeFileSync('/tmp/x', '')", 'writeFileSync of the Node.js module fs'],
    ["require('os').cpus()", 'cpus of the Node.js module os'],
    ["await fetch('https://example.com')", 'fetch in a function'],
    ["globalThis.fetch('https://example.com')", 'fetch in a function'],
    ["require('crypto').randomBytes(4, () => 1)", 'random bytes with a callback'],
    ["require('node:crypto').randomInt(4, () => 1)", 'randomInt with a callback'],
    ["require('crypto').generateKeyPairSync('ed25519')", 'random keys'],
    ["require('zlib').gzip('x', () => {})", 'asynchronous compression'],
    ["require('zlib').createGunzip()", 'asynchronous compression'],
  ])('refuses %s by ending the run with a message', async (code, what) => {
    const result = run(`return ${code}`);
    await expect(result).rejects.toThrow(NotEmulatedError);
    await expect(result).rejects.toThrow(what);
  });

  it('draws bytes from its seed', async () => {
    const code = `const { randomBytes, randomFillSync } = require('crypto');
      return [randomBytes(4), randomFillSync(new Uint8Array(2)), crypto.getRandomValues(new Uint8Array(3))].map((each) => [...each])`;
    const drawn = payloadOf((await run(code)).answer);
    expect(drawn).toEqual(payloadOf((await run(code)).answer));
    expect(drawn).toMatchObject([{ length: 4 }, { length: 2 }, { length: 3 }]);
    expect(new Set([drawn].flat(3)).size).toBeGreaterThan(4);
  });

  it('has the constants of a module that it may not call, as the SDK loads them', async () => {
    const code = "return require('node:http2').constants.HTTP2_HEADER_STATUS";
    expect(payloadOf((await run(code)).answer)).toBe(':status');
  });

  it('waits by the modules of timers in virtual time', async () => {
    const { answer, timeline } = await run(
      "await require('node:timers/promises').setTimeout(60_000); await new Promise((resolve) => require('timers').setTimeout(resolve, 1)); return 1",
    );
    expect([payloadOf(answer), timeline.nowMs - startMs]).toEqual([1, 60_001]);
  });

  it('has no threads', async () => {
    expect(payloadOf((await run('return [typeof crypto.subtle, typeof WebSocket]')).answer)).toEqual([
      'undefined',
      'undefined',
    ]);
  });

  it('has synchronous hashes and compression', async () => {
    const { answer, timeline } = await run(
      `const zlib = require('zlib');
       const hash = require('crypto').createHash('sha256').update('x').digest('hex').slice(0, 8);
       return [hash, zlib.gunzipSync(zlib.gzipSync('text')).toString()];`,
    );
    expect(payloadOf(answer)).toEqual(['2d711642', 'text']);
    expect(timeline.nowMs).toBe(startMs);
  });
});

describe('the network of a bundle', () => {
  const request = (host: string) =>
    `return new Promise((resolve, reject) => {
       const started = Date.now();
       const request = require('https').request({ hostname: '${host}', method: 'POST', path: '/a?b', headers: { 'X-One': 1 } }, (response) => {
         let text = '';
         response.on('data', (chunk) => { text += chunk; });
         response.on('end', () => resolve([response.statusCode, response.headers['content-type'], text, Date.now() - started]));
       });
       request.on('error', (error) => resolve([error.code, Date.now() - started]));
       request.write('Zür'); request.end('ich');
     })`;

  it('responds in virtual time', async () => {
    const { answer, requests } = await run(request('known.test'));
    expect(payloadOf(answer)).toEqual([200, 'text/plain', 'to Zürich', 10]);
    expect(requests).toEqual([
      { method: 'POST', host: 'known.test', path: '/a?b', headers: { 'x-one': '1' }, body: 'Zürich' },
    ]);
  });

  it('does not resolve other hosts', async () => {
    expect(payloadOf((await run(request('example.com'))).answer)).toEqual(['ENOTFOUND', 10]);
  });

  it('accepts URLs, as text and as objects, with options', async () => {
    const { answer, requests } = await run(
      `const { get, request } = require('http');
       const end = (started) => new Promise((resolve) => started.on('response', (r) => r.resume().on('end', resolve)));
       await end(get('http://known.test/x?y=1'));
       await end(get(new URL('http://known.test/z'), { headers: { A: 'b' } }));
       const put = request('http://known.test/p', { method: 'PUT' }); put.end();
       await end(put);`,
    );
    expect(payloadOf(answer)).toBeNull();
    expect(requests.map(({ method, path, headers }) => [method, path, headers])).toEqual([
      ['GET', '/x?y=1', {}],
      ['GET', '/z', { a: 'b' }],
      ['PUT', '/p', {}],
    ]);
  });
});

describe('a killed environment', () => {
  const busy = `
    exports.handler = async () => {
      setInterval(() => console.log('interval'), 5);
      setTimeout(() => { console.log('timer'); process.stdout.write('stdout'); }, 20);
      const { get } = require('https');
      return new Promise((resolve) => get('https://known.test/', (r) => { console.log('answer'); resolve(1); }));
    }`;

  it('produces no more output, results or effects', async () => {
    const { load, loop, output, timeline, requests } = sandboxBench();
    const sandbox = load(busy);
    const answers: InvocationResult[] = [];
    sandbox.invoke({}, {}, (result) => answers.push(result));
    timeline.after(7, () => sandbox.kill());
    await loop.run({ untilMs: startMs + 12 });
    expect([output, answers]).toEqual([['interval\n'], []]);
    expect(requests).toHaveLength(1);
    expect(timeline.nextMs).toBeUndefined();
  });

  it('would have continued without the kill', async () => {
    const { load, loop, output } = sandboxBench();
    const answers: InvocationResult[] = [];
    load(busy).invoke({}, {}, (result) => answers.push(result));
    await loop.run({ untilMs: startMs + 24 });
    expect(output.map((text) => text.trim())).toEqual([
      'interval',
      'answer',
      'interval',
      'interval',
      'timer',
      'stdout',
      'interval',
    ]);
    expect(answers).toHaveLength(1);
  });

  it('makes no new request and writes nothing while its promises settle', async () => {
    const { load, loop, timeline, requests, output } = sandboxBench();
    const answers: InvocationResult[] = [];
    const sandbox = load(
      `exports.handler = async () => { for (let n = 0; n < 9; n++) await undefined; console.log('late'); require('https').get('https://known.test/'); }`,
    );
    sandbox.invoke({}, {}, (result) => answers.push(result));
    sandbox.kill();
    await loop.run();
    expect([requests, output, answers, timeline.nextMs]).toEqual([[], [], [], undefined]);
  });
});

it('writes the same as Node.js, through every output function', async () => {
  const { output } = await run(`
    console.log('a %s %d', 'b', 2, { c: [1] }); console.error(new Error('broken').message); console.info(); console.debug(null);
    process.stdout.write('part '); process.stderr.write(Buffer.from('of a line\\n'));
    new (require('console').Console)({ stdout: process.stdout, stderr: process.stderr }).warn('powertools');`);
  expect(output.join('')).toBe('a b 2 { c: [ 1 ] }\nbroken\n\nnull\npart of a line\npowertools\n');
});
