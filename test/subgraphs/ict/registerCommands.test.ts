import { type CommandFixture, refusal, startCommands } from './commandFixture';

describe('the registry of documents and providers', () => {
  let ict: CommandFixture;
  beforeAll(async () => {
    ict = await startCommands();
  });
  afterAll(() => ict.stop());

  const title = { vi: 'Quyết định thử' };
  const decision = (number: string | null, more: object = {}) => ({
    number,
    kind: 'DECISION',
    title,
    issuerId: 'UBND-TP',
    issuedOn: '2019-11-01',
    status: 'ISSUED',
    ...more,
  });

  test('an issued document is registered with its number, and found by it', async () => {
    const { document, errors } = await ict.run('registerDocument', decision('8001/QĐ-UBND'));
    expect(errors).toEqual([]);
    expect(document).toMatchObject({
      number: '8001/QĐ-UBND',
      status: 'ISSUED',
      provenance: { status: 'OPERATIONAL', recordedBy: 'officer-1' },
    });
    const { data } = await ict.ask('{ documentByNumber(number: "8001/qđ-ubnd") { id } }');
    expect(data.documentByNumber.id).toBe(document.id);
  });

  test('a number is registered once, however it is written, also against a number of the source', async () => {
    await ict.run('registerDocument', decision('8002/QĐ-UBND'));
    const error = await refusal(ict, 'DUPLICATE_NUMBER', [
      'registerDocument',
      decision(' 8002/qđ-ubnd ', { title: { vi: 'Khác' } }),
    ]);
    expect(error.path).toEqual(['number']);
    await refusal(ict, 'DUPLICATE_NUMBER', ['registerDocument', decision('7072/QĐ-UBND')]);
  });

  test('of ten documents that are registered at once under one number, one is', async () => {
    const payloads = await Promise.all(
      Array.from({ length: 10 }, () => ict.run('registerDocument', decision('8003/QĐ-UBND'))),
    );
    const codes = payloads.map(({ errors }) => errors[0]?.code ?? 'DONE').sort();
    expect(codes).toEqual(['DONE', ...Array(9).fill('DUPLICATE_NUMBER')].sort());
  });

  test('drafts and expected documents may have no number; others may not', async () => {
    const draft = await ict.run('registerDocument', decision(null, { status: 'DRAFT', issuedOn: null }));
    const expected = await ict.run(
      'registerDocument',
      decision(null, { status: 'EXPECTED', issuedOn: null }),
    );
    expect([draft.document.number, expected.document.number]).toEqual([null, null]);
    await refusal(ict, 'INVALID_INPUT', ['registerDocument', decision(null)]);
  });

  test('what a document names must exist, and its day must have come', async () => {
    await refusal(ict, 'NOT_FOUND', ['registerDocument', decision('1/A', { issuerId: 'NONE' })]);
    await refusal(ict, 'NOT_FOUND', ['registerDocument', decision('1/A', { basedOnIds: ['none'] })]);
    const error = await refusal(ict, 'INVALID_INPUT', [
      'registerDocument',
      decision('1/A', { issuedOn: '2019-12-03' }),
    ]);
    expect(error.message.en).toBe('The day of issue (2019-12-03) is in the future.');
  });

  test('a provider is registered once by its tax code, which has ten digits', async () => {
    const { provider } = await ict.run('registerProvider', {
      legalName: 'Công ty Thử Nghiệm',
      taxCode: '0000000001',
    });
    expect(provider).toMatchObject({
      legalName: 'Công ty Thử Nghiệm',
      provenance: { status: 'OPERATIONAL' },
    });
    await refusal(ict, 'DUPLICATE_NUMBER', [
      'registerProvider',
      { legalName: 'Khác', taxCode: '0000000001' },
    ]);
    await refusal(ict, 'INVALID_INPUT', ['registerProvider', { legalName: 'Khác', taxCode: '12' }]);
  });
});
