import { deriveId, type LocalizedTextRecord, refuse } from '@lien-thong/subgraph-kit';
import { appendTo } from '../../commands/appendTo';
import { invalid, notBlank, today } from '../../commands/checks';
import { ictCommand } from '../../commands/ictCommand';
import { knownBody, knownDocument } from '../../commands/known';
import { operational } from '../../commands/provenance';
import type { IctContext } from '../../context';
import { normalizedNumber } from '../../numberKey';
import { documentAggregate } from '../aggregate';
import type { DocumentRecord } from '../record';

interface RegisterDocumentInput {
  readonly idempotencyKey: string;
  readonly number?: string | null;
  readonly kind: DocumentRecord['kind'];
  readonly title: LocalizedTextRecord;
  readonly issuerId?: string | null;
  readonly issuedOn?: string | null;
  readonly status: DocumentRecord['status'];
  readonly basedOnIds?: readonly string[] | null;
  readonly url?: string | null;
}

const mayLackNumber: readonly string[] = ['DRAFT', 'EXPECTED'];

async function check(input: RegisterDocumentInput, context: IctContext): Promise<void> {
  notBlank(input.title.vi, 'title.vi');
  if (input.number != null) notBlank(input.number, 'number');
  if (!input.number && !mayLackNumber.includes(input.status)) {
    invalid('number', {
      vi: 'Chỉ văn bản DRAFT hoặc EXPECTED mới có thể chưa có số.',
      en: 'Only a DRAFT or EXPECTED document may have no number yet.',
    });
  }
  if (input.status === 'ISSUED' && !input.issuedOn) {
    invalid('issuedOn', {
      vi: 'Văn bản đã ban hành cần ngày ban hành.',
      en: 'An issued document needs its day of issue.',
    });
  }
  if (input.issuedOn && input.issuedOn > today(context)) {
    invalid('issuedOn', {
      vi: `Ngày ban hành (${input.issuedOn}) ở tương lai.`,
      en: `The day of issue (${input.issuedOn}) is in the future.`,
    });
  }
  if (input.issuerId) await knownBody({ id: input.issuerId, path: 'issuerId' }, context);
  for (const id of input.basedOnIds ?? []) await knownDocument({ id, path: 'basedOnIds' }, context);
}

/** Two documents of one number are one entity, so that the second one meets the first, whoever sends it when. */
function entityIdOf({ number, idempotencyKey }: RegisterDocumentInput): string {
  return number
    ? deriveId('doc', 'number', normalizedNumber(number))
    : deriveId('doc', 'key', idempotencyKey);
}

async function refuseTakenNumber(
  number: string,
  current: DocumentRecord | null,
  { repositories }: IctContext,
): Promise<void> {
  const [holder] = current ? [current] : await repositories.documents.findByNumbers([number]);
  if (!holder) return;
  refuse('DUPLICATE_NUMBER', {
    path: 'number',
    message: {
      vi: `Số ${number} đã là của văn bản ${holder._id}.`,
      en: `The number ${number} is that of document ${holder._id}.`,
    },
  });
}

/** Đăng ký văn bản. The number is unique; only DRAFT and EXPECTED documents may have none. */
export const registerDocument = ictCommand<RegisterDocumentInput, { document: DocumentRecord }>(
  async (run, context) => {
    const { input } = run;
    const entityId = entityIdOf(input);
    const { entry, replayed } = await appendTo(context, run, {
      aggregate: documentAggregate,
      entityId,
      command: 'registerDocument',
      decide: async (current) => {
        await check(input, context);
        if (input.number) await refuseTakenNumber(input.number, current, context);
        const { number, kind, title, issuerId, issuedOn, status, basedOnIds, url } = input;
        const state = { _id: entityId, number, kind, title, issuerId, issuedOn, status, url };
        return {
          state: { ...state, basedOnIds: [...(basedOnIds ?? [])], provenance: operational(run) },
        };
      },
    });
    return { document: entry.state, replayed };
  },
);
