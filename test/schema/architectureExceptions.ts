/** Exceptions from the rules of the layout, each with its reason. A file that needs none any more fails its test. */
export type Exceptions = Readonly<Record<string, string>>;

/** Files that load the database driver at run time. */
export const driverAtRunTime: Exceptions = {
  'subgraphs/shared/src/connectMongo.ts': 'makes the connection',
  'subgraphs/shared/src/encodeRow.ts': 'writes whole numbers as 64 bits, for which the driver has a class',
  'seeds/src/load/loadCollection.ts': 'tells a row that is there already from other failures of a bulk write',
};

/** Files of departments, besides repositories and loaders, that know the types of the driver. */
export const driverTypes: Exceptions = {
  'subgraphs/finance/src/account/account.ts':
    'opens the account of a contract from the rows that were loaded',
  'subgraphs/finance/src/commands/repair.ts': 'looks through all rows that a command left reserved',
  'subgraphs/finance/src/fiscalYear/requireOpenYear.ts': 'passes the database on to its repository',
  'subgraphs/finance/src/payment/paymentConnection.ts': 'passes the collection on to the pages of the kit',
  'subgraphs/finance/src/reconciliation/chunks.ts': 'reads whole collections in chunks',
  'subgraphs/ict/src/repositories.ts': 'makes all repositories of one database',
  'subgraphs/ict/src/rowsWhere.ts': 'the question that all repositories ask',
  'subgraphs/planning/src/findBounded.ts': 'the question that all repositories ask',
};

/** Files besides `main.ts` that read or change the process. Facts like `process.pid` are free. */
export const processUsers: Exceptions = {
  'gateway/src/disableTelemetry.ts': 'what it forbids is read from the environment when the engine is loaded',
  'gateway/src/plan/nativeProcess.ts': 'the main file of a process that the gateway starts',
  'subgraphs/shared/src/embeddedMongo/runTool.ts': 'ends a tool together with the process that waits for it',
  'subgraphs/shared/src/isProcessAlive.ts': 'asks whether another process is alive (signal 0)',
};

/** Files besides `main.ts` that do something as soon as they are loaded. */
export const doingOnLoad: Exceptions = {
  'gateway/explorer/src/charts/echarts.ts': 'registers the parts of the chart library that are packed',
  'gateway/src/disableTelemetry.ts': 'has to come before the engine is loaded',
  'gateway/src/plan/nativeProcess.ts': 'the main file of a process',
  'gateway/src/tuneMemory.ts': 'has to come before objects are made',
};

/** Files that hold a family of small things of one subject, and are named for the subject. */
export const namedForSubject: Exceptions = {
  'gateway/explorer/src/charts/echarts.ts': 'the chart library, as far as it is packed',
  'gateway/explorer/src/exports/downloads.ts': 'every way to take an answer away',
  'gateway/explorer/vite.config.ts': 'the name that Vite looks for',
  'gateway/src/http/negotiate.ts': 'the questions of content negotiation',
  'seeds/src/check/decimals.ts': 'sums of decimals',
  'seeds/src/illustrative/calendar.ts': 'arithmetic of days',
  'seeds/src/illustrative/catalogue.ts': 'services and providers',
  'seeds/src/illustrative/labels.ts': 'what marks rows as made up',
  'seeds/src/illustrative/model.ts': 'types of the made-up city',
  'seeds/src/illustrative/modelMoney.ts': 'types of its money',
  'seeds/src/illustrative/modelResults.ts': 'types of its plans and results',
  'seeds/src/illustrative/random.ts': 'draws that are the same every time',
  'seeds/src/illustrative/tables.ts': 'tables of distributions',
  'seeds/src/import/lookUp.ts': 'what the kinds of rows look up at the departments',
  'subgraphs/finance/src/commands/checks.ts': 'checks of inputs',
  'subgraphs/finance/src/reconciliation/owners.ts': 'questions to the departments that own what is compared',
  'subgraphs/finance/src/conditions.ts': 'parts of a filter',
  'subgraphs/ict/src/commands/checks.ts': 'checks of inputs',
  'subgraphs/ict/src/commands/provenance.ts': 'where a row comes from after a command',
  'subgraphs/planning/src/commands/checks.ts': 'checks of inputs',
  'subgraphs/shared/src/embeddedMongo/goToolchain.ts': 'where Go is, or comes from',
  'subgraphs/shared/src/page/conditions.ts': 'parts of a filter',
  'subgraphs/shared/src/page/keyset.ts': 'arithmetic of positions in a list',
};

/** Files with functions of more than three parameters. */
export const manyParameters: Exceptions = {
  'gateway/src/live/WebSockets.ts': 'a callback whose form graphql-ws sets',
  'gateway/src/respond/WriterCompiler.ts':
    'called for every object of an answer; an object of arguments would cost one more each',
};

/** Lines of the type `any`, by file. */
export const anyTypes: Exceptions = {
  'subgraphs/shared/src/context.ts': 'a map of resolvers holds functions of different parents and arguments',
  'test/e2e/outage/outage.test.ts': 'answers are read by path',
  'test/e2e/questions/facts.test.ts': 'answers are read by path',
  'test/e2e/writing/writingCity.ts': 'answers are read by path',
  'test/subgraphs/finance/illustrativeRows.test.ts': 'rows of six shapes',
  'test/subgraphs/finance/reconciliation.test.ts': 'drifts of many shapes',
  'test/subgraphs/finance/mutations.ts': 'payloads of many shapes',
  'test/subgraphs/finance/startFinance.ts': 'tests reach into answers of many shapes',
  'test/subgraphs/ict/commandFixture.ts': 'payloads of many shapes',
  'test/subgraphs/ict/ictFixture.ts': 'tests reach into answers of many shapes',
  'test/subgraphs/planning/commandBench.ts': 'payloads have the shape of their selection',
  'test/subgraphs/planning/testbed.ts': 'a test reads whatever its query selected',
};
