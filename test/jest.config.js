/** Tests run the TypeScript sources of every package; only processes that a test starts run the build in `dist/`. */
module.exports = {
  rootDir: '..',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '<rootDir>/test/bench/peers/'],
  modulePathIgnorePatterns: ['<rootDir>/test/dist/', '<rootDir>/test/bench/peers/'],
  // jose, chokidar and readdirp are published as ES modules alone, which jest loads only as CommonJS; the exporter of traces
  // loads `http` in the way of ES modules.
  transformIgnorePatterns: [
    '/node_modules/(?!(jose|chokidar|readdirp|@opentelemetry/exporter-trace-otlp-http|@opentelemetry/otlp-exporter-base)/)',
  ],
  transform: {
    '^.+\\.(ts|js)$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^@lien-thong/schema/(compose|errorsPage|checks/.*)$': '<rootDir>/schema/src/$1',
    '^@lien-thong/(schema|seeds|gateway)$': '<rootDir>/$1/src',
    '^@lien-thong/start$': '<rootDir>/gateway/start/src',
    '^@lien-thong/subgraph-kit$': '<rootDir>/subgraphs/shared/src',
    '^@lien-thong/(ict|finance|planning)$': '<rootDir>/subgraphs/$1/src',
  },
  maxWorkers: 2,
  // What hangs is found, and nothing that is slow on a busy machine is taken for it.
  testTimeout: 120_000,
};
