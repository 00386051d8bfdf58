import { type CommandFixture, type Payload, startCommands } from './commandFixture';

const service = 'svc-SV-HTCNTT';

/** A service that says what is counted, as those of the source document do not. */
const countedService = {
  _id: 'svc-counted',
  version: 1,
  code: 'COUNTED',
  name: { vi: 'Dịch vụ đếm được' },
  category: 'OTHER',
  unit: { scheme: 'UNCEFACT', code: 'MON', name: { vi: 'tháng', en: 'month' } },
  unitPriceStatus: 'NONE',
  provenance: {
    status: 'ILLUSTRATIVE',
    citations: [],
    recordedBy: 'test',
    recordedAt: '2019-01-01T00:00:00Z',
  },
};

async function tender(
  ict: CommandFixture,
  price: { number: string; providerId: string; amount: number; startDate: string },
): Promise<string> {
  const { document } = await ict.run('registerDocument', {
    number: price.number,
    kind: 'OTHER',
    title: { vi: 'Kết quả' },
    issuedOn: '2019-01-02',
    status: 'ISSUED',
  });
  const { unitPrice } = await ict.run('recordTenderedPrice', {
    serviceId: service,
    providerId: price.providerId,
    price: price.amount,
    unitCode: 'MON',
    validity: { startDate: price.startDate, endDate: '2019-12-31' },
    resultDocumentId: document.id,
  });
  return unitPrice.id;
}

/** A department with a provider whose price is 1,000,001 đồng, and inputs of commands on its contracts. */
export async function startContracts() {
  const ict = await startCommands({ rows: { services: [countedService] } });
  const registered = await ict.run('registerProvider', { legalName: 'Đơn vị thử', taxCode: '0000000001' });
  const provider: string = registered.provider.id;
  let numbers = 0;
  const tenderedPrice = (providerId: string, amount: number, startDate: string) => {
    numbers += 1;
    return tender(ict, { number: `${numbers}/KQ`, providerId, amount, startDate });
  };
  const price = await tenderedPrice(provider, 1_000_001, '2019-01-01');

  const item = (quantity: string, more: object = {}) => ({
    serviceId: service,
    description: { vi: 'Máy chủ ảo' },
    quantity,
    unitPriceId: price,
    ...more,
  });
  const draft = (more: object = {}) => {
    numbers += 1;
    return {
      number: `${numbers}/2019/HĐ`,
      title: { vi: 'Hợp đồng thử' },
      buyerId: 'SO-TTTT',
      procuringEntityId: 'VP-UBND',
      providerId: provider,
      fiscalYear: 2019,
      period: { startDate: '2019-01-01', endDate: '2019-12-31' },
      method: 'OPEN',
      items: [item('10'), item('2.5')],
      ...more,
    };
  };
  const step = (contract: Payload['contract'], more: object = {}) => ({
    contractId: contract.id,
    expectedVersion: contract.version,
    ...more,
  });
  const signed = async (more: object = {}): Promise<Payload['contract']> => {
    const { contract } = await ict.run('draftContract', draft(more));
    return (await ict.run('signContract', step(contract, { signedOn: '2019-01-15' }))).contract;
  };
  const record = (contract: Payload['contract'], quantity: string, more: object = {}) =>
    step(contract, {
      number: `BB-${contract.version}`,
      period: { startDate: '2019-02-01', endDate: '2019-02-28' },
      acceptedOn: '2019-03-05',
      items: [{ itemId: contract.items[0].id, quantity }],
      ...more,
    });
  return { ict, provider, tenderedPrice, item, draft, step, signed, record };
}

/** What `startContracts` gives. */
export type Contracts = Awaited<ReturnType<typeof startContracts>>;
