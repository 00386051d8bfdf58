import type { IctContext } from './context';
import type { DocumentRecord } from './document/record';

/** The document of that id; null without an id and for one that the registry does not hold. */
export async function documentOf(
  id: string | null | undefined,
  { loaders }: IctContext,
): Promise<DocumentRecord | null> {
  return id ? loaders.documents.load(id) : null;
}

/** Those of the documents that the registry holds, in the order given. */
export async function documentsOf(
  ids: readonly string[],
  { loaders }: IctContext,
): Promise<DocumentRecord[]> {
  const found = await Promise.all(ids.map((id) => loaders.documents.load(id)));
  return found.filter((document): document is DocumentRecord => document !== null);
}
