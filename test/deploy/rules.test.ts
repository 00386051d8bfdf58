import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definition } from '@lien-thong/ict';
import { departments, errorCodes } from '@lien-thong/schema';
import { startSubgraph } from '@lien-thong/subgraph-kit';
import pino from 'pino';
import { parse } from 'yaml';
import { startFederation } from '../helpers/federation';
import { repositoryRoot } from '../helpers/repositoryRoot';
import { startTestGateway } from '../helpers/startTestGateway';

const deploy = join(repositoryRoot, 'deploy');
const read = (path: string): string => readFileSync(join(deploy, path), 'utf8');

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const { groups } = parse(read('prometheus/alerts.yml')) as {
  groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);
const alerts = rules.filter(({ alert }) => alert !== undefined);
const { panels } = JSON.parse(read('grafana/dashboard.json')) as { panels: readonly Panel[] };

/** Names of series in the expression, those of Prometheus itself left out. */
function seriesIn(expression: string): string[] {
  const bare = expression.replace(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, ' ');
  return bare.match(/\b(?:lien_thong|nodejs|process)[\w:]*/g) ?? [];
}

/** Names of the series that /metrics describes: each counter and gauge, and the three of each histogram. */
function seriesOf(text: string): string[] {
  return [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
}

async function metricsOf(logged: readonly unknown[]): Promise<string> {
  const [, address = ''] = /metrics at (http:\/\/[^"\s]+)/.exec(JSON.stringify(logged)) ?? [];
  return (await fetch(address)).text();
}

async function gatewayMetrics(): Promise<string> {
  const federation = await startFederation({
    a: { sdl: 'type Query { word: String }', resolvers: {} },
  });
  const gateway = await startTestGateway(federation.supergraphSdl, { flags: ['--metrics-port', '0'] });
  try {
    return await metricsOf(gateway.logged);
  } finally {
    await gateway.close();
    await federation.close();
  }
}

/** Of a department whose database does not answer: what there is to be counted does not depend on it. */
async function departmentMetrics(): Promise<string> {
  const logged: unknown[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const address = { port: 0, host: '127.0.0.1' };
  const databaseUri = 'mongodb://127.0.0.1:9/ict';
  const observe = { metrics: address };
  const running = await startSubgraph(definition, { ...address, databaseUri, log, observe });
  try {
    return await metricsOf(logged);
  } finally {
    await running.stop();
  }
}

let known: ReadonlySet<string>;

beforeAll(async () => {
  const texts = [await gatewayMetrics(), await departmentMetrics()];
  const recorded = rules.flatMap(({ record }) => record ?? []);
  known = new Set([...texts.flatMap(seriesOf), ...recorded]);
});

describe('the alert rules', () => {
  test('name only series that there are', () => {
    const used = rules.flatMap(({ expr }) => seriesIn(expr));
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  test('name only error codes of the registry', () => {
    const codes = rules.flatMap(({ expr }) =>
      [...expr.matchAll(/code=~?"([^"]+)"/g)].flatMap(([, list = '']) => list.split('|')),
    );
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => !(code in errorCodes))).toEqual([]);
  });

  test('have names of their own, a severity, and a summary in both languages', () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    for (const rule of alerts) {
      expect(rule).toMatchObject({
        labels: { severity: expect.stringMatching(/^(page|ticket)$/) },
        annotations: { summary: expect.any(String), summary_vi: expect.any(String) },
      });
    }
    const durations = rules.flatMap((rule) => rule.for ?? []);
    for (const duration of durations) expect(duration).toMatch(/^\d+[smh]$/);
  });

  test('each have a section that says what to do, with a line in Vietnamese, and no section has none', () => {
    const sections = [...read('README.md').matchAll(/^### (\w+)\n\n_([^_]+)_$/gm)].map(([, name]) => name);
    expect(sections.sort()).toEqual(alerts.map(({ alert }) => alert).sort());
  });
});

describe('the dashboard', () => {
  const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

  test('names only series that there are', () => {
    const used = expressions.flatMap(seriesIn);
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  test('shows every series of the gateway and of departments', () => {
    const shown = new Set([...expressions, ...rules.map(({ expr }) => expr)].flatMap(seriesIn));
    const family = (name: string) => name.replace(/_(bucket|sum|count)$/, '');
    const families = new Set([...shown].map(family));
    const own = [...known].filter((name) => /^lien_thong_(gateway|department)_/.test(name));
    expect([...new Set(own.map(family))].filter((name) => !families.has(name))).toEqual([]);
  });

  test('has panels with numbers of their own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});

describe('the example of what to scrape', () => {
  const { scrape_configs: jobs, rule_files: files } = parse(read('prometheus/prometheus.yml')) as {
    scrape_configs: readonly { readonly job_name: string }[];
    rule_files: readonly string[];
  };

  test('has the jobs and the file of rules that the rules count on', () => {
    const named = rules.flatMap(({ expr }) => [...expr.matchAll(/job="([^"]+)"/g)].map(([, job]) => job));
    const known = jobs.map(({ job_name: name }) => name);
    expect(named.filter((name) => !known.includes(name ?? ''))).toEqual([]);
    expect(readdirSync(join(deploy, 'prometheus'))).toEqual(expect.arrayContaining([...files]));
  });

  test('speaks of every department', () => {
    const text = read('prometheus/prometheus.yml');
    for (const { name } of departments) expect(text).toContain(`${name.toUpperCase()}_METRICS_PORT`);
  });
});
