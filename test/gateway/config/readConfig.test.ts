import { helpText, readConfig } from '@lien-thong/gateway';

const mistakesOf = (flags: string[], env: Record<string, string> = {}): readonly string[] => {
  try {
    readConfig(env, flags);
  } catch (error) {
    return (error as { problems: readonly string[] }).problems;
  }
  return [];
};

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({}, []).departmentDeadlineMs.of('finance')).toBe(5_000);
    expect(readConfig({}, [])).toMatchObject({
      port: 4000,
      engine: 'own',
      requestDeadlineMs: 15_000,
      bodyLimitBytes: 1_048_576,
      batchLimit: 0,
      csrfPrevention: true,
      corsOrigins: [],
    });
  });

  it('is frozen', () => {
    expect(Object.isFrozen(readConfig({}, []))).toBe(true);
  });

  it('prefers a flag to its variable', () => {
    expect(readConfig({ PORT: '5000' }, []).port).toBe(5_000);
    expect(readConfig({ PORT: '5000' }, ['--port', '6000']).port).toBe(6_000);
    expect(readConfig({ PORT: '' }, ['--port=0']).port).toBe(0);
  });

  it('takes addresses of subgraphs from flags and from the environment, whatever the names', () => {
    const config = readConfig({ ICT_URL: 'http://ict/graphql', MY_GRAPH_2_URL: 'https://two/' }, [
      '--subgraph',
      'finance=http://money:1/graphql',
      '--subgraph',
      'ict=http://nearer/graphql?a=b',
    ]);
    expect(config.subgraphUrl('finance')).toBe('http://money:1/graphql');
    expect(config.subgraphUrl('ict')).toBe('http://nearer/graphql?a=b');
    expect(config.subgraphUrl('my-graph.2')).toBe('https://two/');
    expect(config.subgraphUrl('planning')).toBeUndefined();
  });

  it('names every mistake at once, with what would be right', () => {
    expect(
      mistakesOf(['--prot', '5', '--port', '70000', '--engine', 'rust', '--subgraph', 'ict', '--host'], {
        BATCH_LIMIT: '-1',
        FINANCE_URL: 'localhost:4002',
      }),
    ).toEqual([
      expect.stringMatching(/^--prot is not known\. Known are --port, --host, /),
      '--host needs a value: ADDRESS.',
      '--port: "70000" is not a whole number from 0 to 65535.',
      '--subgraph: "ict" is not name=address, as finance=http://localhost:4002/graphql.',
      '--engine: "rust" is not one of own, apollo.',
      'BATCH_LIMIT: "-1" is not a whole number from 0 to 1000.',
      'FINANCE_URL: "localhost:4002" is not an http or https address.',
    ]);
  });

  it('refuses what is given twice or excludes another', () => {
    expect(mistakesOf(['--port', '1', '--port', '2'])).toEqual(['--port is given 2 times: give it once.']);
    expect(mistakesOf(['--jwks-url', 'https://keys/', '--jwt-public-key', 'key.pem'])).toEqual([
      '--jwt-public-key and --jwks-url exclude each other: give one.',
    ]);
  });

  it('takes origins of pages alone, without paths', () => {
    expect(readConfig({}, ['--cors-origins', 'https://a.vn,https://b.vn:8443']).corsOrigins).toEqual([
      'https://a.vn',
      'https://b.vn:8443',
    ]);
    expect(mistakesOf(['--cors-origins', 'https://a.vn/page'])).toHaveLength(1);
  });

  it('takes a value for all departments and others for some of them', () => {
    const flags = ['--department-deadline-ms', '4000', '--department-deadline-ms', 'finance=2000,ict=900'];
    const { departmentDeadlineMs, departmentBreaker } = readConfig({ DEPARTMENT_BREAKER: 'ict=off' }, flags);
    expect(['planning', 'finance', 'ict'].map((name) => departmentDeadlineMs.of(name))).toEqual([
      4_000, 2_000, 900,
    ]);
    expect([departmentBreaker.of('ict'), departmentBreaker.of('finance')]).toEqual([false, true]);
    expect(mistakesOf(['--department-deadline-ms', 'finance=soon', '--department-hedge', '=on'])).toEqual([
      '--department-deadline-ms: "finance=soon" is not a whole number from 1 to 86400000, for all departments or as NAME=VALUE for one.',
      '--department-hedge: "=on" is not on or off, for all departments or as NAME=VALUE for one.',
    ]);
  });

  it('refuses kept answers where several processes would have to know of writes', () => {
    expect(mistakesOf(['--stale-answers', 'on', '--workers', '2'])).toHaveLength(1);
    expect(mistakesOf(['--stale-answers', 'on', '--workers', '1'])).toEqual([]);
  });

  it('explains every flag in its help', () => {
    expect(helpText()).toContain('--department-deadline-ms [NAME=]N\n');
    expect(helpText()).toContain('Variable DEPARTMENT_DEADLINE_MS; default 5000.');
  });
});
