import { type Payload, startCommands } from './commandFixture';

/** The three departments that negotiate and compare prices. */
export const three = ['SO-TTTT', 'SO-TC', 'SO-KHDT'];
/** The service whose prices are tried. */
export const service = 'svc-SV-HTCNTT';
/** The leases of the source document. */
export const lease = { startDate: '2017-01-01', endDate: '2018-12-31' };

/** A department with the papers that a price needs, and inputs of the commands on its way. */
export async function startPrices() {
  const ict = await startCommands();
  let providers = 0;
  const newProvider = async (): Promise<string> => {
    providers += 1;
    const taxCode = String(providers).padStart(10, '0');
    return (await ict.run('registerProvider', { legalName: `Đơn vị ${taxCode}`, taxCode })).provider.id;
  };
  const document = async (
    number: string,
    kind: string,
    { issuerId, status = 'ISSUED' }: { issuerId: string; status?: string },
  ): Promise<string> => {
    const input = { number, kind, title: { vi: number }, issuerId, issuedOn: '2019-10-01', status };
    return (await ict.run('registerDocument', input)).document.id;
  };
  const provider = await newProvider();
  const papers = {
    submission: await document('1/TTr', 'SUBMISSION', { issuerId: 'SO-TTTT', status: 'SUBMITTED' }),
    decision: await document('2/QĐ', 'DECISION', { issuerId: 'UBND-TP' }),
    result: await document('3/KQ', 'OTHER', { issuerId: 'VP-UBND' }),
    report: await document('4/BC', 'OTHER', { issuerId: 'TO-CONG-TAC' }),
  };

  const round = (number: number, more: object = {}) => ({
    serviceId: service,
    providerId: provider,
    round: number,
    heldOn: `2018-0${number}-10`,
    offered: 1_000_000,
    participantIds: three,
    validity: lease,
    ...more,
  });
  const step = (price: Payload['unitPrice'], more: object) => ({
    unitPriceId: price.id,
    expectedVersion: price.version,
    ...more,
  });
  const tendered = async (price: number, providerId: string, startDate = '2019-01-01') =>
    ict.run('recordTenderedPrice', {
      serviceId: service,
      providerId,
      price,
      unitCode: 'MON',
      validity: { startDate, endDate: `${startDate.slice(0, 4)}-12-31` },
      resultDocumentId: papers.result,
    });

  /** A price that has been taken to a state; of a provider of its own unless one is given. */
  async function priceAt(
    status: string,
    providerId?: string,
    validity = lease,
  ): Promise<Payload['unitPrice']> {
    const holder = providerId ?? (await newProvider());
    const first = round(1, { providerId: holder, agreed: 900_000, validity });
    let { unitPrice } = await ict.run('recordNegotiation', first);
    const tender = (await tendered(800_000, await newProvider())).unitPrice;
    const path: ReadonlyArray<[string, object]> = [
      ['submitUnitPrice', { submissionDocumentId: papers.submission }],
      ['approveUnitPrice', { decisionDocumentId: papers.decision, provisional: true }],
      ['determineLowestPrice', { comparedWithIds: [tender.id], comparedByIds: three }],
      ['appraiseUnitPrice', { appraisedById: 'TO-CONG-TAC', reportDocumentId: papers.report }],
      ['approveUnitPrice', { decisionDocumentId: papers.decision, provisional: false }],
    ];
    for (const [mutation, more] of path) {
      if (unitPrice.status === status) return unitPrice;
      const payload = await ict.run(mutation, step(unitPrice, more));
      expect(payload.errors).toEqual([]);
      unitPrice = payload.unitPrice;
    }
    return unitPrice;
  }
  return { ict, provider, ...papers, document, newProvider, round, step, tendered, priceAt };
}

/** What `startPrices` gives. */
export type Prices = Awaited<ReturnType<typeof startPrices>>;
