import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** The module that is patched. */
export const ferretdbModule = 'github.com/FerretDB/FerretDB';

/** Parts of the module that the server is made of. */
const parts = ['build', 'ferretdb', 'internal'];

/** One change of FerretDB's source; `from` stands there exactly once. */
interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const back = 'internal/backends/sqlite';

/**
 * FerretDB v1.24.2 makes its indexes on `column->"field"` but asks for `column->'$._id'`, which SQLite takes for
 * another expression: no index is ever used, and a look-up reads every document. Here it asks as its indexes are made,
 * and for more than `_id` alone (`patch/whereClauseOf.go`).
 */
const changes: readonly Change[] = [
  {
    file: `${back}/metadata/metadata.go`,
    from: `IDColumn = DefaultColumn + "->'$._id'"`,
    to: 'IDColumn = DefaultColumn + `->"_id"`',
  },
  {
    file: `${back}/collection.go`,
    from: `	if params.Filter.Len() == 1 {
		v, _ := params.Filter.Get("_id")
		switch v.(type) {
		case string, types.ObjectID:
			whereClause = fmt.Sprintf(\` WHERE %s = ?\`, metadata.IDColumn)
			args = []any{string(must.NotFail(sjson.MarshalSingleValue(v)))}
		}
	}
`,
    to: '	whereClause, args = whereClauseOf(params.Filter)\n',
  },
  {
    // Dotted paths are kept from the back end unless a test of FerretDB's own asks for them.
    file: 'internal/handler/registry/sqlite.go',
    from: 'EnableNestedPushdown:    opts.EnableNestedPushdown,',
    to: 'EnableNestedPushdown:    true,',
  },
];

/** Text that is another one whenever the changes are: part of what names a build. */
export const patchIdentity = JSON.stringify(changes);

/** Where the source is, and where the patched copy is to be made. */
export interface PatchedSourceOptions {
  /** The server's own Go source. */
  readonly source: string;
  /** FerretDB's source as Go keeps it, which nobody may write to. */
  readonly module: string;
  /** A folder that does not exist yet. */
  readonly target: string;
}

/**
 * Copies the server's source and FerretDB's into a folder and changes the copy. Throws where FerretDB's source is not
 * the one that the changes are for.
 */
export async function makePatchedSource({ source, module, target }: PatchedSourceOptions): Promise<void> {
  const copy = join(target, 'FerretDB');
  await mkdir(copy, { recursive: true });
  for (const part of parts) await copyFolder(join(module, part), join(copy, part));
  await copyText(join(module, 'go.mod'), join(copy, 'go.mod'));
  for (const { file, from, to } of changes) {
    const text = await readFile(join(copy, file), 'utf8');
    if (text.split(from).length !== 2) throw new Error(`${file} of FerretDB is not as it was expected`);
    await writeFile(
      join(copy, file),
      text.replace(from, () => to),
    );
  }
  const added = join(source, 'patch', 'whereClauseOf.go');
  await copyText(added, join(copy, back, 'whereClauseOf.go'));
  for (const name of await readdir(source)) {
    if (/\.go$|^go\.(mod|sum)$/.test(name)) await copyText(join(source, name), join(target, name));
  }
  await appendFile(join(target, 'go.mod'), `\nreplace ${ferretdbModule} => ./FerretDB\n`);
}

/** Copies without the modes: the originals are read-only. */
async function copyText(from: string, to: string): Promise<void> {
  await writeFile(to, await readFile(from));
}

async function copyFolder(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('_test.go')) continue;
    const file = join(to, relative(from, entry.parentPath), entry.name);
    await mkdir(dirname(file), { recursive: true });
    await copyText(join(entry.parentPath, entry.name), file);
  }
}
