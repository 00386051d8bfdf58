import type { CommitmentRecord } from '../commitment/record';
import { advanceUnrecoveredOf, paidOf } from '../commitment/totals';
import { type Drift, type DriftKind, driftOf, inWords } from './drift';
import type { OwnedContract } from './owners';

const ofContract = (id: string) => ({ department: 'ict', type: 'Contract', id });
const ofCommitment = (id: string) => ({ department: 'finance', type: 'Commitment', id });

function sumOf(amounts: readonly number[]): number {
  return Number(amounts.reduce((total, amount) => total + BigInt(amount), 0n));
}

/** More money than there may be, on the contract as a whole. Amounts in whole đồng. */
interface Excess {
  readonly kind: DriftKind;
  readonly limit: number;
  readonly amount: number;
  /** What the amount is, and what limits it. */
  readonly words: { readonly vi: readonly [string, string]; readonly en: readonly [string, string] };
}

/** Advances are no payment for work: what is paid for work may not pass what is accepted. */
function excesses(commitments: readonly CommitmentRecord[], contract: OwnedContract): Excess[] {
  const entries = commitments.flatMap((row) => row.entries);
  const paid = paidOf(entries).amount;
  const value = contract.value.amount;
  return [
    {
      kind: 'COMMITTED_ABOVE_VALUE',
      limit: value,
      amount: sumOf(commitments.map(({ amount }) => amount.amount)),
      words: { vi: ['cam kết chi', 'giá trị'], en: ['committed', 'the value'] },
    },
    {
      kind: 'PAID_ABOVE_VALUE',
      limit: value,
      amount: paid,
      words: { vi: ['đã chi', 'giá trị'], en: ['paid', 'the value'] },
    },
    {
      kind: 'PAID_ABOVE_ACCEPTED',
      limit: contract.acceptedValue.amount,
      amount: paid - advanceUnrecoveredOf(entries).amount,
      words: {
        vi: ['đã thanh toán khối lượng', 'giá trị nghiệm thu'],
        en: ['paid for work', 'the accepted value'],
      },
    },
  ];
}

function excessDrifts(commitments: readonly CommitmentRecord[], contract: OwnedContract): Drift[] {
  return excesses(commitments, contract)
    .filter(({ amount, limit }) => amount > limit)
    .map(({ kind, amount, limit, words }) => {
      const [is, may] = [inWords(amount), inWords(limit)];
      return driftOf(kind, {
        rows: [...commitments.map(({ _id }) => ofCommitment(_id)), ofContract(contract.id)],
        contractId: contract.id,
        expected: String(limit),
        actual: String(amount),
        sentence: {
          vi: `Hợp đồng ${contract.id}: ${words.vi[0]} ${is.vi}, vượt ${words.vi[1]} ${may.vi}.`,
          en: `Contract ${contract.id}: ${is.en} is ${words.en[0]}, above ${words.en[1]} of ${may.en}.`,
        },
      });
    });
}

/** The copies that a commitment holds of its contract: the version, the items, the payee. */
function copyDrifts(commitment: CommitmentRecord, contract: OwnedContract): Drift[] {
  const { _id: id, contractVersion, serviceShares, payee } = commitment;
  const base = { rows: [ofCommitment(id), ofContract(contract.id)], contractId: contract.id };
  const drifts: Drift[] = [];
  if (contractVersion > contract.version) {
    drifts.push(
      driftOf('CONTRACT_VERSION_AHEAD', {
        ...base,
        expected: String(contract.version),
        actual: String(contractVersion),
        sentence: {
          vi: `Cam kết chi ${id} ghi phiên bản ${contractVersion} của hợp đồng ${contract.id}, nhưng hợp đồng mới ở phiên bản ${contract.version}.`,
          en: `Commitment ${id} rests on version ${contractVersion} of contract ${contract.id}, which is at version ${contract.version}.`,
        },
      }),
    );
  }
  const copied = sumOf(serviceShares.map(({ amount }) => amount));
  if (serviceShares.length > 0 && copied !== contract.value.amount) {
    const [is, owned] = [inWords(copied), inWords(contract.value.amount)];
    drifts.push(
      driftOf('CONTRACT_VALUE_DIFFERS', {
        ...base,
        expected: String(contract.value.amount),
        actual: String(copied),
        sentence: {
          vi: `Cam kết chi ${id} giữ giá trị ${is.vi} của hợp đồng ${contract.id} (phiên bản ${contractVersion}); nay là ${owned.vi} (phiên bản ${contract.version}).`,
          en: `Commitment ${id} holds ${is.en} as the value of contract ${contract.id} (version ${contractVersion}); it is ${owned.en} now (version ${contract.version}).`,
        },
      }),
    );
  }
  if (payee && payee.id !== contract.provider.id) {
    drifts.push(
      driftOf('PAYEE_DIFFERS', {
        ...base,
        expected: contract.provider.id,
        actual: payee.id,
        sentence: {
          vi: `Cam kết chi ${id} trả cho ${payee.id}, còn bên cho thuê của hợp đồng ${contract.id} là ${contract.provider.id}.`,
          en: `Commitment ${id} pays ${payee.id}, while the provider of contract ${contract.id} is ${contract.provider.id}.`,
        },
      }),
    );
  }
  return drifts;
}

/**
 * A contract that was never signed or was cancelled can have no commitment. One that is TERMINATED keeps those that it
 * had, but closing it needs its advances recovered (closeContract), so an advance left is a drift.
 */
function statusDrifts(commitments: readonly CommitmentRecord[], contract: OwnedContract): Drift[] {
  const { id, status } = contract;
  const base = {
    rows: [...commitments.map(({ _id }) => ofCommitment(_id)), ofContract(id)],
    contractId: id,
  };
  if (status === 'PENDING' || status === 'CANCELLED') {
    const sentence = {
      vi: `Có cam kết chi cho hợp đồng ${id}, nhưng hợp đồng đang ở trạng thái ${status}.`,
      en: `Funds are committed for contract ${id}, which is ${status}.`,
    };
    return [driftOf('CONTRACT_NOT_ACTIVE', { ...base, expected: 'ACTIVE', actual: status, sentence })];
  }
  const left = advanceUnrecoveredOf(commitments.flatMap(({ entries }) => entries)).amount;
  if (status !== 'TERMINATED' || left <= 0) return [];
  const sentence = {
    vi: `Hợp đồng ${id} đã thanh lý nhưng còn ${inWords(left).vi} tạm ứng chưa thu hồi.`,
    en: `Contract ${id} is TERMINATED, and ${inWords(left).en} of its advances are not recovered.`,
  };
  return [driftOf('ADVANCE_ON_CLOSED_CONTRACT', { ...base, expected: '0', actual: String(left), sentence })];
}

/** The drift of a row of finance whose contract ict does not have. */
export function unknownContract(
  row: { readonly type: string; readonly id: string },
  contractId: string,
): Drift {
  return driftOf('CONTRACT_UNKNOWN', {
    rows: [{ department: 'finance', ...row }, ofContract(contractId)],
    contractId: null,
    expected: 'none',
    actual: contractId,
    sentence: {
      vi: `${row.type} ${row.id} dẫn đến hợp đồng ${contractId}, nhưng ict không có hợp đồng này.`,
      en: `${row.type} ${row.id} is for contract ${contractId}, which ict does not have.`,
    },
  });
}

/** Every drift between the commitments of one contract and the contract as ict has it; null when it has none. */
export function contractDrifts(
  commitments: readonly CommitmentRecord[],
  contract: OwnedContract | null,
): Drift[] {
  if (!contract) {
    return commitments.map(({ _id: id, contractId }) =>
      unknownContract({ type: 'Commitment', id }, contractId),
    );
  }
  return [
    ...statusDrifts(commitments, contract),
    ...excessDrifts(commitments, contract),
    ...commitments.flatMap((commitment) => copyDrifts(commitment, contract)),
  ];
}
