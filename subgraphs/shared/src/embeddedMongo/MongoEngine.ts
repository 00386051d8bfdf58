/** The ways to a database server that this machine may have, in the order in which they are tried. */
export const engineNames = ['mongod', 'ferretdb', 'download'] as const;

/** A way to a database server, as `MONGO_ENGINE` names it. */
export type MongoEngineName = (typeof engineNames)[number];

/** Takes one line that a person can read: what is being done and how far it is. */
export type ProgressLog = (line: string) => void;

/** Where a server is to run. */
export interface ServerPlace {
  /** TCP port on the loopback interface. */
  readonly port: number;
  /** Absolute path of a folder that exists and that no other server uses. */
  readonly dataDir: string;
}

/** A database server that this machine can run. */
export interface MongoEngine {
  readonly name: MongoEngineName;
  /** What a person calls it: `FerretDB`, `MongoDB`. */
  readonly product: string;
  /** As the product writes it, e.g. `v1.24.2`. */
  readonly version: string;
  /** The command line that runs it; it must end when its standard input is closed. */
  command(place: ServerPlace): readonly [file: string, ...args: string[]];
  /** Whether this line of its output says that it takes connections. */
  isReadyLine(line: string): boolean;
}

/** What an engine is looked for with. */
export interface EngineSearch {
  readonly env: NodeJS.ProcessEnv;
  readonly log: ProgressLog;
  /** Folder of what is built or fetched once. */
  readonly cacheDir: string;
}

/** The engine, or a sentence that says why this way is closed on this machine. */
export type EngineOrReason = MongoEngine | { readonly reason: string };
