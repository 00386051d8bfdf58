import {
  type CitationRecord,
  type PublicBodyRecord,
  refuse,
  refuseIfAny,
  type UserErrorRecord,
  userError,
} from '@lien-thong/subgraph-kit';
import type { IctContext } from '../context';
import type { DocumentRecord } from '../document/record';
import type { ProviderRecord } from '../provider/record';
import type { ServiceRecord } from '../service/record';
import type { UnitPriceRecord } from '../unitPrice/record';
import { citationOf } from './provenance';

/** A row that a command cannot go on without, and where the input names it. */
interface Named {
  readonly id: string;
  readonly path: string;
}

function missing({ id, path }: Named, vi: string, en: string): UserErrorRecord {
  return userError('NOT_FOUND', {
    path,
    message: { vi: `Không có ${vi} "${id}".`, en: `There is no ${en} "${id}".` },
  });
}

/** The document, or NOT_FOUND. */
export async function knownDocument(named: Named, { repositories }: IctContext): Promise<DocumentRecord> {
  const [document] = await repositories.documents.findByIds([named.id]);
  if (!document) refuseIfAny([missing(named, 'văn bản', 'document')]);
  return document as DocumentRecord;
}

/** The document of an optional id: null where none is given, NOT_FOUND where there is none. */
export async function optionalDocument(
  id: string | null | undefined,
  path: string,
  context: IctContext,
): Promise<DocumentRecord | null> {
  return id ? knownDocument({ id, path }, context) : null;
}

/** The service, or NOT_FOUND. */
export async function knownService(named: Named, { repositories }: IctContext): Promise<ServiceRecord> {
  const [service] = await repositories.services.findByIds([named.id]);
  if (!service) refuseIfAny([missing(named, 'dịch vụ', 'service')]);
  return service as ServiceRecord;
}

/** The provider, or NOT_FOUND. */
export async function knownProvider(named: Named, { repositories }: IctContext): Promise<ProviderRecord> {
  const [provider] = await repositories.providers.findByIds([named.id]);
  if (!provider) refuseIfAny([missing(named, 'đơn vị cho thuê', 'provider')]);
  return provider as ProviderRecord;
}

/** The unit prices in the order of the ids, or NOT_FOUND for each that is missing. */
export async function knownUnitPrices(
  ids: readonly string[],
  path: string,
  { repositories }: IctContext,
): Promise<UnitPriceRecord[]> {
  const byId = new Map((await repositories.unitPrices.findByIds(ids)).map((price) => [price._id, price]));
  refuseIfAny(ids.filter((id) => !byId.has(id)).map((id) => missing({ id, path }, 'đơn giá', 'unit price')));
  return ids.map((id) => byId.get(id)).filter((price): price is UnitPriceRecord => price !== undefined);
}

/** The public body, or NOT_FOUND. */
export async function knownBody(named: Named, { publicBodies }: IctContext): Promise<PublicBodyRecord> {
  const body = await publicBodies.byId(named.id);
  if (!body) refuseIfAny([missing(named, 'cơ quan', 'public body')]);
  return body as PublicBodyRecord;
}

/** The row that a command changes, or NOT_FOUND. */
export function existing<T>(row: T | null, path: string): T {
  return row ?? refuse('NOT_FOUND', { path });
}

/** `CitationInput` of the schema. */
export interface CitationInput {
  readonly documentId: string;
  readonly clause: string;
  readonly quote?: string | null;
}

/** The citation with the label of its document; null where none is given, NOT_FOUND for an unknown document. */
export async function knownCitation(
  input: CitationInput | null | undefined,
  context: IctContext,
): Promise<CitationRecord | null> {
  if (!input) return null;
  const document = await knownDocument({ id: input.documentId, path: 'citation.documentId' }, context);
  return { ...citationOf(document), clause: input.clause, quote: input.quote ?? null };
}
