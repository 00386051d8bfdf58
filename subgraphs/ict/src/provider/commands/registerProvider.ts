import { deriveId, refuse } from '@lien-thong/subgraph-kit';
import { appendTo } from '../../commands/appendTo';
import { invalid, notBlank } from '../../commands/checks';
import { ictCommand } from '../../commands/ictCommand';
import { operational } from '../../commands/provenance';
import type { IctContext } from '../../context';
import { providerAggregate } from '../aggregate';
import type { ProviderRecord } from '../record';

interface RegisterProviderInput {
  readonly idempotencyKey: string;
  readonly legalName: string;
  readonly taxCode: string;
}

const taxCodeShape = /^\d{10}(-\d{3})?$/;

function check({ legalName, taxCode }: RegisterProviderInput): void {
  notBlank(legalName, 'legalName');
  if (taxCodeShape.test(taxCode)) return;
  invalid('taxCode', {
    vi: 'Mã số thuế gồm 10 chữ số, hoặc 10 chữ số, gạch nối và 3 chữ số của chi nhánh.',
    en: 'A tax code has 10 digits, or 10 digits, a hyphen and 3 digits of a branch.',
  });
}

async function refuseTakenTaxCode(
  taxCode: string,
  current: ProviderRecord | null,
  { repositories }: IctContext,
): Promise<void> {
  const [holder] = current ? [current] : await repositories.providers.findByTaxCodes([taxCode]);
  if (!holder) return;
  refuse('DUPLICATE_NUMBER', {
    path: 'taxCode',
    message: {
      vi: `Mã số thuế ${taxCode} đã là của ${holder.legalName} (${holder._id}).`,
      en: `The tax code ${taxCode} is that of ${holder.legalName} (${holder._id}).`,
    },
  });
}

/** Đăng ký đơn vị cho thuê. The tax code is unique. */
export const registerProvider = ictCommand<RegisterProviderInput, { provider: ProviderRecord }>(
  async (run, context) => {
    const { legalName, taxCode } = run.input;
    const entityId = deriveId('prv', taxCode);
    const { entry, replayed } = await appendTo(context, run, {
      aggregate: providerAggregate,
      entityId,
      command: 'registerProvider',
      decide: async (current) => {
        check(run.input);
        await refuseTakenTaxCode(taxCode, current, context);
        return {
          state: { _id: entityId, legalName: legalName.trim(), taxCode, provenance: operational(run) },
        };
      },
    });
    return { provider: entry.state, replayed };
  },
);
