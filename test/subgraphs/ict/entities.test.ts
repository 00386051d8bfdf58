import { type IctFixture, startIct } from './ictFixture';

const query = `query ($keys: [_Any!]!) { _entities(representations: $keys) {
  __typename
  ... on Contract { id number } ... on Service { id code } ... on Document { id documentNumber: number }
  ... on Provider { id legalName } ... on UnitPrice { id } ... on Acceptance { id number contract { id } }
  ... on Programme { id } ... on PublicBody { id code contractsAsBuyer(first: 1) { totalCount } }
} }`;

describe('keys of entities', () => {
  let ict: IctFixture;
  beforeAll(async () => {
    ict = await startIct({ tier: 'S' });
  });
  afterAll(() => ict.stop());

  const resolved = async (...keys: object[]) => {
    const { data, errors } = await ict.ask(query, { keys });
    expect(errors).toBeUndefined();
    return data._entities;
  };

  test('a contract resolves by id and by number, case and spacing apart', async () => {
    const [byId] = await resolved({ __typename: 'Contract', id: await anyContractId() });
    const [byNumber, typed] = await resolved(
      { __typename: 'Contract', number: byId.number },
      { __typename: 'Contract', number: ` ${byId.number.toLowerCase()} ` },
    );
    expect(byNumber).toEqual(byId);
    expect(typed).toEqual(byId);
  });

  test('a service resolves by id and by code', async () => {
    const [byId, byCode] = await resolved(
      { __typename: 'Service', id: 'svc-SV-HTCNTT' },
      { __typename: 'Service', code: 'SV-HTCNTT' },
    );
    expect(byCode).toEqual(byId);
    expect(byId.code).toBe('SV-HTCNTT');
  });

  test('a document resolves by id and by number', async () => {
    const [byId, byNumber] = await resolved(
      { __typename: 'Document', id: 'doc-7072-QD-UBND' },
      { __typename: 'Document', number: '7072/QĐ-UBND' },
    );
    expect(byNumber).toEqual(byId);
  });

  test('the other entities resolve by id', async () => {
    const acceptance = await ict.db.collection('acceptances').findOne();
    expect(
      await resolved(
        { __typename: 'Provider', id: 'x-prv-0001' },
        { __typename: 'UnitPrice', id: 'x-up-0001' },
        { __typename: 'Acceptance', id: String(acceptance?._id) },
        { __typename: 'Programme', id: 'prg-CT-UDCNTT-2019' },
        { __typename: 'PublicBody', id: 'SO-TTTT' },
      ),
    ).toMatchObject([
      { __typename: 'Provider', id: 'x-prv-0001' },
      { __typename: 'UnitPrice', id: 'x-up-0001' },
      { __typename: 'Acceptance', contract: { id: acceptance?.contractId } },
      { __typename: 'Programme', id: 'prg-CT-UDCNTT-2019' },
      { __typename: 'PublicBody', code: 'SO-TTTT', contractsAsBuyer: { totalCount: 60 } },
    ]);
  });

  test('a key without a row is null, without an error', async () => {
    expect(
      await resolved(
        { __typename: 'Contract', id: 'none' },
        { __typename: 'Contract', number: 'none' },
        { __typename: 'Service', code: 'none' },
        { __typename: 'Document', number: '1/none' },
        { __typename: 'Provider', id: 'none' },
        { __typename: 'Acceptance', id: 'none' },
      ),
    ).toEqual([null, null, null, null, null, null]);
    const { data, errors } = await ict.ask(
      '{ contract(id: "none") { id } contractByNumber(number: "none") { id } serviceByCode(code: "none") { id } documentByNumber(number: "none") { id } unitPrice(id: "none") { id } acceptance(id: "none") { id } provider(id: "none") { id } }',
    );
    expect(errors).toBeUndefined();
    expect(new Set(Object.values(data))).toEqual(new Set([null]));
  });

  async function anyContractId(): Promise<string> {
    const { data } = await ict.ask('{ contracts(first: 1) { nodes { id } } }');
    return data.contracts.nodes[0].id;
  }
});
