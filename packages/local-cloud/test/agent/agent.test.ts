import { describe, expect, it } from 'vitest';
import { Agent } from '../../src/agent/agent.ts';
import { assertInstanceSpec, type Registration, succeedingScript } from '../../src/agent/instance-spec.ts';
import { platforms } from '../../src/agent/platforms.ts';
import { Random } from '../../src/core/random.ts';
import { PROFILE_ARN, spec } from '../services/ec2/pretend-world.ts';

const MINUTE_MS = 60_000;

function booted(registration: Registration, seed = 1): Agent {
  const agent = new Agent();
  agent.boot(spec({ registration }), { runningMs: 0, firstRunningMs: 0 }, new Random(seed));
  return agent;
}

describe('registration', () => {
  it('a Linux agent registers 15 to 90 s after running, a Windows agent 120 to 300 s', () => {
    for (let seed = 0; seed < 50; seed++) {
      expect(booted({ kind: 'normal' }, seed).registeredAtMs / 1000).toSatisfy(
        (s: number) => s >= 15 && s <= 90,
      );
      const windows = new Agent();
      windows.boot(
        spec({ platform: platforms.windowsServer2019 }),
        { runningMs: 0, firstRunningMs: 0 },
        new Random(seed),
      );
      expect(windows.registeredAtMs / 1000).toSatisfy((s: number) => s >= 120 && s <= 300);
    }
  });

  it('an agent without credentials notices the fixed role 0 to 30 minutes later', () => {
    const mendedMs = 40 * MINUTE_MS;
    const delays = Array.from({ length: 30 }, (_, seed) => {
      const registration = {
        kind: 'recovers',
        cause: 'no-instance-profile',
        mendedAfterSeconds: mendedMs / 1000,
      } as const;
      return (booted(registration, seed).registeredAtMs - mendedMs) / MINUTE_MS;
    });
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThanOrEqual(30);
    expect(Math.max(...delays)).toBeGreaterThan(5);
  });

  it('an agent without network backs off 5, 10, 20, 40, 60 minutes', () => {
    const registration = { kind: 'recovers', cause: 'no-network', mendedAfterSeconds: 36 * 60 } as const;
    const bootMs = booted({ kind: 'normal' }).registeredAtMs;
    expect(booted(registration).registeredAtMs).toBe(bootMs + (5 + 10 + 20 + 40) * MINUTE_MS);
  });

  it('a late agent registers exactly on time, and an absent agent never registers', () => {
    expect(booted({ kind: 'late', delaySeconds: 7200 }).registeredAtMs).toBe(7_200_000);
    expect(booted({ kind: 'never', cause: 'no-agent' }).isRegistered(1e15)).toBe(false);
  });

  it('an instance that stops before its agent is up does not register', () => {
    const agent = booted({ kind: 'normal' });
    agent.halt(1000);
    expect(agent.isRegistered(1e12)).toBe(false);
  });
});

describe('pings', () => {
  it('begin at once and continue every five minutes after an offset, so the last is at most five minutes old', () => {
    const agent = booted({ kind: 'normal' });
    const seen = new Set<number>();
    for (let nowMs = agent.registeredAtMs; nowMs < agent.registeredAtMs + 60 * MINUTE_MS; nowMs += 7_000) {
      const lastMs = agent.lastPingMs(nowMs) ?? Number.NaN;
      expect(nowMs - lastMs).toBeGreaterThanOrEqual(0);
      expect(nowMs - lastMs).toBeLessThanOrEqual(5 * MINUTE_MS);
      seen.add(lastMs);
    }
    const times = [...seen];
    expect(times[0]).toBe(agent.registeredAtMs);
    expect(times.slice(2).map((ms, i) => ms - (times[i + 1] ?? 0))).toEqual(
      times.slice(2).map(() => 5 * MINUTE_MS),
    );
  });

  it('that stop for more than ten minutes cause ConnectionLost', () => {
    const agent = booted({ kind: 'normal' });
    const silentMs = 60 * MINUTE_MS;
    agent.fallSilent(silentMs);
    expect(agent.pingStatus(silentMs + 4 * MINUTE_MS)).toBe('Online');
    expect(agent.pingStatus(silentMs + 11 * MINUTE_MS)).toBe('ConnectionLost');
    expect(agent.isRegistered(silentMs + 11 * MINUTE_MS)).toBe(true);
  });
});

const exits = (...codes: [number, ...number[]]) => ({ script: { ...succeedingScript, exitCodes: codes } });

describe('a spec', () => {
  it.each([
    [{ architecture: 'arm64_mac' as const }, /architecture arm64_mac: Amazon Linux runs on x86_64, arm64/],
    [exits(0, 194), /exitCodes ending in 194/],
    [{ ...exits(-1), platform: platforms.windowsServer2022 }, /exitCodes with -1/],
    [
      {
        registration: { kind: 'never', cause: 'no-instance-profile' } as const,
        instanceProfileArn: PROFILE_ARN,
      },
      /instanceProfileArn/,
    ],
    [{ script: { ...succeedingScript, durationSeconds: { min: 9, max: 1 } } }, /durationSeconds 9..1/],
  ])('refuses %j', (changes, message) => {
    expect(() => assertInstanceSpec(spec(changes))).toThrow(message);
  });
});
