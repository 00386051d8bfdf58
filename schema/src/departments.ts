import { join } from 'node:path';

/** The name of a department's subgraph: by function, never by organisation, since departments are merged and renamed. */
export type DepartmentName = 'ict' | 'finance' | 'planning';

/** What the whole needs to know of one department: where its process, its schema and its database are. */
export interface Department {
  readonly name: DepartmentName;
  /** The public body that owns the rows (id in the code list of public bodies). */
  readonly publicBodyId: string;
  readonly title: { readonly vi: string; readonly en: string };
  /** Port of its process where nothing else is configured. */
  readonly port: number;
  /** Port of its embedded database server where it has no URI of its own. */
  readonly embeddedDatabasePort: number;
  /** Name of the environment variables: port, public address, database, port of the embedded database. */
  readonly variables: {
    readonly port: string;
    readonly url: string;
    readonly databaseUri: string;
    readonly embeddedDatabasePort: string;
  };
  /** Absolute path of its SDL, without the shared value types. */
  readonly sdlPath: string;
}

const repository = join(__dirname, '..', '..');

/** Absolute path of the value types that all departments share. */
export const commonSdlPath = join(repository, 'schema', 'common.graphql');

type Particulars = Pick<Department, 'publicBodyId' | 'port' | 'embeddedDatabasePort' | 'title'>;

function department(name: DepartmentName, particulars: Particulars): Department {
  const prefix = name.toUpperCase();
  return {
    name,
    ...particulars,
    variables: {
      port: `${prefix}_PORT`,
      url: `${prefix}_URL`,
      databaseUri: `${prefix}_MONGODB_URI`,
      embeddedDatabasePort: `${prefix}_MONGODB_PORT`,
    },
    sdlPath: join(repository, 'subgraphs', name, 'schema.graphql'),
  };
}

/** The one list of departments. Everything that starts, composes, seeds or documents a department reads it. */
export const departments: readonly Department[] = [
  department('ict', {
    publicBodyId: 'SO-TTTT',
    port: 4001,
    embeddedDatabasePort: 27101,
    title: { vi: 'Sở Thông tin và Truyền thông', en: 'Department of Information and Communications' },
  }),
  department('finance', {
    publicBodyId: 'SO-TC',
    port: 4002,
    embeddedDatabasePort: 27102,
    title: { vi: 'Sở Tài chính', en: 'Department of Finance' },
  }),
  department('planning', {
    publicBodyId: 'SO-KHDT',
    port: 4003,
    embeddedDatabasePort: 27103,
    title: { vi: 'Sở Kế hoạch và Đầu tư', en: 'Department of Planning and Investment' },
  }),
];

/** The department of that name. Throws a RangeError that lists the known names. */
export function departmentNamed(name: string): Department {
  const found = departments.find((candidate) => candidate.name === name);
  if (!found) {
    throw new RangeError(
      `There is no department "${name}". Known: ${departments.map((known) => known.name).join(', ')}.`,
    );
  }
  return found;
}
