import { plannedPorts, readStartConfig } from '@lien-thong/start';

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readStartConfig(env);
    return [];
  } catch (error) {
    return (error as { problems: readonly string[] }).problems;
  }
};

describe('the configuration of the start', () => {
  test('has a port for every process where nothing is set', () => {
    expect(plannedPorts(readStartConfig({})).map(({ port }) => port)).toEqual([
      4000, 4001, 4002, 4003, 27101, 27102, 27103,
    ]);
  });

  test('plans no embedded database for a department with an address of its own', () => {
    const config = readStartConfig({ FINANCE_MONGODB_URI: 'mongodb://db.example/finance', PORT: '8080' });
    expect(plannedPorts(config).map(({ owner }) => owner)).toEqual([
      'the gateway',
      'ict',
      'finance',
      'planning',
      'the database of ict',
      'the database of planning',
    ]);
    expect(config.gateway.port).toBe(8080);
  });

  test('names all mistakes at once', () => {
    const env = { PORT: 'http', ICT_PORT: '70000', PLANNING_MONGODB_URI: 'postgres://x' };
    expect(problemsOf(env)).toEqual([
      'PORT="http" is not a port. Give a whole number from 0 (any free one) to 65535.',
      'ICT_PORT="70000" is not a port. Give a whole number from 0 (any free one) to 65535.',
      'PLANNING_MONGODB_URI is not a MongoDB address. Give one as mongodb://host:27017/planning.',
    ]);
  });

  test('refuses two processes on one port', () => {
    expect(problemsOf({ PORT: '4001' })).toEqual([
      'PORT and ICT_PORT are both 4001. Give each its own port.',
    ]);
  });

  test('lets any number of processes ask for a free port', () => {
    expect(problemsOf({ PORT: '0', ICT_PORT: '0', FINANCE_PORT: '0' })).toEqual([]);
  });
});
